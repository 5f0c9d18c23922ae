import { OperationsModule } from '../../gateway/operations-module.ts';
import { RotationModule } from '../../rotation/rotation.module.ts';
import { KmsModule } from '../kms.module.ts';
import { BatchGetSecretValue } from './batch-get-secret-value.ts';
import { CreateKey } from './create-key.ts';
import { CreateSecret } from './create-secret.ts';
import { DeleteSecret } from './delete-secret.ts';
import { DescribeKey } from './describe-key.ts';
import { DescribeSecret } from './describe-secret.ts';
import { DisableKey } from './disable-key.ts';
import { EnableKey } from './enable-key.ts';
import { GetRandomPassword } from './get-random-password.ts';
import { GetSecretPolicy } from './get-secret-policy.ts';
import { GetSecretValue } from './get-secret-value.ts';
import { ListKeys } from './list-keys.ts';
import { ListResourceTags } from './list-resource-tags.ts';
import { ListSecretVersionIds } from './list-secret-version-ids.ts';
import { ListSecrets } from './list-secrets.ts';
import { ListTagResources } from './list-tag-resources.ts';
import { PutSecretValue } from './put-secret-value.ts';
import { RestoreSecret } from './restore-secret.ts';
import { RotateSecret } from './rotate-secret.ts';
import { SetSecretPolicy } from './set-secret-policy.ts';
import { TagResource } from './tag-resource.ts';
import { TagResources } from './tag-resources.ts';
import { UntagResource } from './untag-resource.ts';
import { UntagResources } from './untag-resources.ts';
import { UpdateSecret } from './update-secret.ts';
import { UpdateSecretRotationPolicy } from './update-secret-rotation-policy.ts';
import { UpdateSecretVersionStage } from './update-secret-version-stage.ts';

/** Every operation of KMS. */
@OperationsModule({
  imports: [KmsModule, RotationModule],
  operations: [
    BatchGetSecretValue,
    CreateKey,
    CreateSecret,
    DeleteSecret,
    DescribeKey,
    DescribeSecret,
    DisableKey,
    EnableKey,
    GetRandomPassword,
    GetSecretPolicy,
    GetSecretValue,
    ListKeys,
    ListResourceTags,
    ListSecretVersionIds,
    ListSecrets,
    ListTagResources,
    PutSecretValue,
    RestoreSecret,
    RotateSecret,
    SetSecretPolicy,
    TagResource,
    TagResources,
    UntagResource,
    UntagResources,
    UpdateSecret,
    UpdateSecretRotationPolicy,
    UpdateSecretVersionStage,
  ],
})
export class KmsOperationsModule {}
