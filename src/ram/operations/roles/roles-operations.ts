import { CreateRole } from './create-role.ts';
import { DeleteRole } from './delete-role.ts';
import { GetRole } from './get-role.ts';
import { ListRoles } from './list-roles.ts';
import { UpdateRole } from './update-role.ts';

export const rolesOperations = [CreateRole, DeleteRole, GetRole, ListRoles, UpdateRole];
