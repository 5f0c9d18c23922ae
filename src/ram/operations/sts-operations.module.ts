import { OperationsModule } from '../../gateway/operations-module.ts';
import { IdentityModule } from '../../identity/identity.module.ts';
import { AssumeRole } from './assume-role.ts';
import { GetCallerIdentity } from './get-caller-identity.ts';

/** Every operation of STS. */
@OperationsModule({
  imports: [IdentityModule],
  operations: [AssumeRole, GetCallerIdentity],
})
export class StsOperationsModule {}
