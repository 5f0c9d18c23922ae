import { wireTime } from '../../../common/clock.ts';
import { Member } from '../../../gateway/fields.ts';
import type { SecretValue } from '../../kms.api.ts';
import { AutomaticRotation, showSchedule } from './automatic-rotation.ts';
import { VersionStages } from './version-stages.ts';

/** A version of a secret with its value. */
export class SecretValueShape extends AutomaticRotation {
  @Member() SecretName: string;
  @Member() SecretType: string;
  @Member() SecretData: string;
  @Member() SecretDataType: string;
  @Member() VersionId: string;
  @Member() VersionStages: VersionStages;
  @Member() CreateTime: string;
  @Member() LastRotationDate?: string;
  @Member() ExtendedConfig?: string;
}

export function showValue(value: SecretValue, withExtendedConfig: boolean): SecretValueShape {
  return {
    SecretName: value.secretName,
    SecretType: value.type,
    SecretData: value.data.reveal(),
    SecretDataType: value.dataType,
    VersionId: value.versionId,
    VersionStages: { VersionStage: [...value.versionStages] },
    CreateTime: wireTime(value.createdAt),
    LastRotationDate: value.lastRotatedAt && wireTime(value.lastRotatedAt),
    ...showSchedule(value.schedule),
    ExtendedConfig: withExtendedConfig ? value.extendedConfig : undefined,
  };
}
