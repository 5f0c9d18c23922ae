import { CreateAlias } from './create-alias.ts';
import { DeleteAlias } from './delete-alias.ts';
import { ListAliasesByKeyId } from './list-aliases-by-key-id.ts';
import { ListAliases } from './list-aliases.ts';
import { UpdateAlias } from './update-alias.ts';

export const aliasesOperations = [CreateAlias, DeleteAlias, ListAliasesByKeyId, ListAliases, UpdateAlias];
