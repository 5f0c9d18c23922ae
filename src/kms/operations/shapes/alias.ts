import type { Page } from '../../../common/page.ts';
import { Member } from '../../../gateway/fields.ts';
import type { Alias } from '../../keys/alias.entity.ts';
import { keyArn } from '../../keys/key-name.ts';

class ListedAlias {
  @Member() AliasArn: string;
  @Member() AliasName: string;
  @Member() KeyId: string;
}

class AliasList {
  @Member([ListedAlias]) Alias: ListedAlias[];
}

export class AliasPage {
  @Member() Aliases: AliasList;
  @Member() PageNumber: number;
  @Member() PageSize: number;
  @Member() TotalCount: number;
}

export function showAliases({ items, total }: Page<Alias>, PageNumber: number, PageSize: number): AliasPage {
  const Alias = items.map((alias) => ({
    AliasArn: keyArn(alias, alias.aliasName),
    AliasName: alias.aliasName,
    KeyId: alias.keyId,
  }));
  return { Aliases: { Alias }, PageNumber, PageSize, TotalCount: total };
}
