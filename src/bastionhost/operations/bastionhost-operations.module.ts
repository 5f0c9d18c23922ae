import { OperationsModule } from '../../gateway/operations-module.ts';
import { SealingModule } from '../../sealing/sealing.module.ts';
import { BastionhostModule } from '../bastionhost.module.ts';
import { grantsOperations } from './grants/grants-operations.ts';
import { hostAccountsOperations } from './host-accounts/host-accounts-operations.ts';
import { hostsOperations } from './hosts/hosts-operations.ts';
import { instancesOperations } from './instances/instances-operations.ts';
import { usersOperations } from './users/users-operations.ts';

/** The operations of Bastionhost, by resource. */
@OperationsModule({
  imports: [BastionhostModule, SealingModule],
  operations: [
    ...instancesOperations,
    ...hostsOperations,
    ...hostAccountsOperations,
    ...usersOperations,
    ...grantsOperations,
  ],
})
export class BastionhostOperationsModule {}
