import { OperationsModule } from '../../gateway/operations-module.ts';
import { IdentityModule } from '../../identity/identity.module.ts';
import { stsOperations } from './sts/sts-operations.ts';

/** Every operation of STS. */
@OperationsModule({
  imports: [IdentityModule],
  operations: [...stsOperations],
})
export class StsOperationsModule {}
