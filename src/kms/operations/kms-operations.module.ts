import { OperationsModule } from '../../gateway/operations-module.ts';
import { RotationModule } from '../../rotation/rotation.module.ts';
import { KmsModule } from '../kms.module.ts';
import { BatchGetSecretValue } from './batch-get-secret-value.ts';
import { AsymmetricDecrypt } from './asymmetric-decrypt.ts';
import { AsymmetricEncrypt } from './asymmetric-encrypt.ts';
import { AsymmetricSign } from './asymmetric-sign.ts';
import { AsymmetricVerify } from './asymmetric-verify.ts';
import { CancelKeyDeletion } from './cancel-key-deletion.ts';
import { CreateAlias } from './create-alias.ts';
import { CreateKey } from './create-key.ts';
import { CreateKeyVersion } from './create-key-version.ts';
import { CreateSecret } from './create-secret.ts';
import { Decrypt } from './decrypt.ts';
import { DeleteAlias } from './delete-alias.ts';
import { DeleteKeyMaterial } from './delete-key-material.ts';
import { DeleteSecret } from './delete-secret.ts';
import { DescribeAccountKmsStatus } from './describe-account-kms-status.ts';
import { DescribeKey } from './describe-key.ts';
import { DescribeKeyVersion } from './describe-key-version.ts';
import { DescribeRegions } from './describe-regions.ts';
import { DescribeSecret } from './describe-secret.ts';
import { DisableKey } from './disable-key.ts';
import { EnableKey } from './enable-key.ts';
import { GetRandomPassword } from './get-random-password.ts';
import { GetSecretPolicy } from './get-secret-policy.ts';
import { Encrypt } from './encrypt.ts';
import { GenerateDataKey } from './generate-data-key.ts';
import { GenerateDataKeyWithoutPlaintext } from './generate-data-key-without-plaintext.ts';
import { GenerateMac } from './generate-mac.ts';
import { GetDefaultKmsInstance } from './get-default-kms-instance.ts';
import { GetKeyPolicy } from './get-key-policy.ts';
import { GetKmsInstance } from './get-kms-instance.ts';
import { GetParametersForImport } from './get-parameters-for-import.ts';
import { GetPublicKey } from './get-public-key.ts';
import { GetSecretValue } from './get-secret-value.ts';
import { ImportKeyMaterial } from './import-key-material.ts';
import { ListAliases } from './list-aliases.ts';
import { ListAliasesByKeyId } from './list-aliases-by-key-id.ts';
import { ListKeyVersions } from './list-key-versions.ts';
import { ListKeys } from './list-keys.ts';
import { ListResourceTags } from './list-resource-tags.ts';
import { ListSecretVersionIds } from './list-secret-version-ids.ts';
import { ListSecrets } from './list-secrets.ts';
import { ListTagResources } from './list-tag-resources.ts';
import { ListKmsInstances } from './list-kms-instances.ts';
import { OpenKmsService } from './open-kms-service.ts';
import { PutSecretValue } from './put-secret-value.ts';
import { ReEncrypt } from './re-encrypt.ts';
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
import { ScheduleKeyDeletion } from './schedule-key-deletion.ts';
import { SetDeletionProtection } from './set-deletion-protection.ts';
import { SetKeyPolicy } from './set-key-policy.ts';
import { UpdateAlias } from './update-alias.ts';
import { UpdateKeyDescription } from './update-key-description.ts';
import { UpdateRotationPolicy } from './update-rotation-policy.ts';
import { VerifyMac } from './verify-mac.ts';

/** Every operation of KMS. */
@OperationsModule({
  imports: [KmsModule, RotationModule],
  operations: [
    BatchGetSecretValue,
    AsymmetricDecrypt,
    AsymmetricEncrypt,
    AsymmetricSign,
    AsymmetricVerify,
    CancelKeyDeletion,
    CreateAlias,
    CreateKey,
    CreateKeyVersion,
    CreateSecret,
    Decrypt,
    DeleteAlias,
    DeleteKeyMaterial,
    DeleteSecret,
    DescribeAccountKmsStatus,
    DescribeKey,
    DescribeKeyVersion,
    DescribeRegions,
    DescribeSecret,
    DisableKey,
    EnableKey,
    GetRandomPassword,
    GetSecretPolicy,
    Encrypt,
    GenerateDataKey,
    GenerateDataKeyWithoutPlaintext,
    GenerateMac,
    GetDefaultKmsInstance,
    GetKeyPolicy,
    GetKmsInstance,
    GetParametersForImport,
    GetPublicKey,
    GetSecretValue,
    ImportKeyMaterial,
    ListAliases,
    ListAliasesByKeyId,
    ListKeyVersions,
    ListKeys,
    ListResourceTags,
    ListSecretVersionIds,
    ListSecrets,
    ListTagResources,
    ListKmsInstances,
    OpenKmsService,
    PutSecretValue,
    ReEncrypt,
    RestoreSecret,
    RotateSecret,
    SetSecretPolicy,
    TagResource,
    TagResources,
    UntagResource,
    UntagResources,
    ScheduleKeyDeletion,
    SetDeletionProtection,
    SetKeyPolicy,
    UpdateAlias,
    UpdateKeyDescription,
    UpdateRotationPolicy,
    UpdateSecret,
    UpdateSecretRotationPolicy,
    UpdateSecretVersionStage,
    VerifyMac,
  ],
})
export class KmsOperationsModule {}
