import { CancelKeyDeletion } from './cancel-key-deletion.ts';
import { CreateKeyVersion } from './create-key-version.ts';
import { CreateKey } from './create-key.ts';
import { DeleteKeyMaterial } from './delete-key-material.ts';
import { DescribeKeyVersion } from './describe-key-version.ts';
import { DescribeKey } from './describe-key.ts';
import { DisableKey } from './disable-key.ts';
import { EnableKey } from './enable-key.ts';
import { GetKeyPolicy } from './get-key-policy.ts';
import { GetParametersForImport } from './get-parameters-for-import.ts';
import { ImportKeyMaterial } from './import-key-material.ts';
import { ListKeyVersions } from './list-key-versions.ts';
import { ListKeys } from './list-keys.ts';
import { ScheduleKeyDeletion } from './schedule-key-deletion.ts';
import { SetDeletionProtection } from './set-deletion-protection.ts';
import { SetKeyPolicy } from './set-key-policy.ts';
import { UpdateKeyDescription } from './update-key-description.ts';
import { UpdateRotationPolicy } from './update-rotation-policy.ts';

export const keysOperations = [
  CancelKeyDeletion,
  CreateKeyVersion,
  CreateKey,
  DeleteKeyMaterial,
  DescribeKeyVersion,
  DescribeKey,
  DisableKey,
  EnableKey,
  GetKeyPolicy,
  GetParametersForImport,
  ImportKeyMaterial,
  ListKeyVersions,
  ListKeys,
  ScheduleKeyDeletion,
  SetDeletionProtection,
  SetKeyPolicy,
  UpdateKeyDescription,
  UpdateRotationPolicy,
];
