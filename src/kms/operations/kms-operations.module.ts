import { OperationsModule } from '../../gateway/operations-module.ts';
import { RotationModule } from '../../rotation/rotation.module.ts';
import { KmsModule } from '../kms.module.ts';
import { aliasesOperations } from './aliases/aliases-operations.ts';
import { cryptoOperations } from './crypto/crypto-operations.ts';
import { instancesOperations } from './instances/instances-operations.ts';
import { keysOperations } from './keys/keys-operations.ts';
import { secretsOperations } from './secrets/secrets-operations.ts';
import { tagsOperations } from './tags/tags-operations.ts';

/** Every operation of KMS. */
@OperationsModule({
  imports: [KmsModule, RotationModule],
  operations: [
    ...keysOperations,
    ...aliasesOperations,
    ...secretsOperations,
    ...cryptoOperations,
    ...tagsOperations,
    ...instancesOperations,
  ],
})
export class KmsOperationsModule {}
