import { BatchGetSecretValue } from './batch-get-secret-value.ts';
import { CreateSecret } from './create-secret.ts';
import { DeleteSecret } from './delete-secret.ts';
import { DescribeSecret } from './describe-secret.ts';
import { GetRandomPassword } from './get-random-password.ts';
import { GetSecretPolicy } from './get-secret-policy.ts';
import { GetSecretValue } from './get-secret-value.ts';
import { ListSecretVersionIds } from './list-secret-version-ids.ts';
import { ListSecrets } from './list-secrets.ts';
import { PutSecretValue } from './put-secret-value.ts';
import { RestoreSecret } from './restore-secret.ts';
import { RotateSecret } from './rotate-secret.ts';
import { SetSecretPolicy } from './set-secret-policy.ts';
import { UpdateSecretRotationPolicy } from './update-secret-rotation-policy.ts';
import { UpdateSecretVersionStage } from './update-secret-version-stage.ts';
import { UpdateSecret } from './update-secret.ts';

export const secretsOperations = [
  BatchGetSecretValue,
  CreateSecret,
  DeleteSecret,
  DescribeSecret,
  GetRandomPassword,
  GetSecretPolicy,
  GetSecretValue,
  ListSecretVersionIds,
  ListSecrets,
  PutSecretValue,
  RestoreSecret,
  RotateSecret,
  SetSecretPolicy,
  UpdateSecretRotationPolicy,
  UpdateSecretVersionStage,
  UpdateSecret,
];
