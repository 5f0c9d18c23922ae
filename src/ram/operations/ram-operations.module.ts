import { OperationsModule } from '../../gateway/operations-module.ts';
import { IdentityModule } from '../../identity/identity.module.ts';
import { accessKeysOperations } from './access-keys/access-keys-operations.ts';
import { accountsOperations } from './accounts/accounts-operations.ts';
import { groupsOperations } from './groups/groups-operations.ts';
import { policiesOperations } from './policies/policies-operations.ts';
import { rolesOperations } from './roles/roles-operations.ts';
import { tagsOperations } from './tags/tags-operations.ts';
import { usersOperations } from './users/users-operations.ts';
import { Markers } from './shapes/markers.ts';

/** Every operation of RAM. */
@OperationsModule({
  imports: [IdentityModule],
  shared: [Markers],
  operations: [
    ...usersOperations,
    ...groupsOperations,
    ...rolesOperations,
    ...policiesOperations,
    ...accessKeysOperations,
    ...tagsOperations,
    ...accountsOperations,
  ],
})
export class RamOperationsModule {}
