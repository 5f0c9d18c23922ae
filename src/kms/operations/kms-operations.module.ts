import { OperationsModule } from '../../gateway/operations-module.ts';
import { RotationModule } from '../../rotation/rotation.module.ts';
import { KmsModule } from '../kms.module.ts';
import { CreateKey } from './create-key.ts';
import { CreateSecret } from './create-secret.ts';
import { DeleteSecret } from './delete-secret.ts';
import { DescribeKey } from './describe-key.ts';
import { DescribeSecret } from './describe-secret.ts';
import { DisableKey } from './disable-key.ts';
import { EnableKey } from './enable-key.ts';
import { GetSecretValue } from './get-secret-value.ts';
import { ListKeys } from './list-keys.ts';
import { ListSecretVersionIds } from './list-secret-version-ids.ts';
import { ListSecrets } from './list-secrets.ts';
import { PutSecretValue } from './put-secret-value.ts';
import { RestoreSecret } from './restore-secret.ts';
import { RotateSecret } from './rotate-secret.ts';
import { UpdateSecretVersionStage } from './update-secret-version-stage.ts';
import { UpdateSecret } from './update-secret.ts';

/** Every operation of KMS. */
@OperationsModule({
  imports: [KmsModule, RotationModule],
  operations: [
    CreateKey,
    CreateSecret,
    DeleteSecret,
    DescribeKey,
    DescribeSecret,
    DisableKey,
    EnableKey,
    GetSecretValue,
    ListKeys,
    ListSecretVersionIds,
    ListSecrets,
    PutSecretValue,
    RestoreSecret,
    RotateSecret,
    UpdateSecret,
    UpdateSecretVersionStage,
  ],
})
export class KmsOperationsModule {}
