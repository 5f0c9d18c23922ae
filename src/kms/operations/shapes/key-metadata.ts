import { wireTime } from '../../../common/clock.ts';
import { Member } from '../../../gateway/fields.ts';
import { keyArn } from '../../keys/key-name.ts';
import type { Key } from '../../keys/key.entity.ts';

export class KeyMetadata {
  @Member() Arn: string;
  @Member() AutomaticRotation: string;
  @Member() CreationDate: string;
  @Member() Creator: string;
  @Member() DKMSInstanceId?: string;
  @Member() DeleteDate?: string;
  @Member() Description: string;
  @Member() KeyId: string;
  @Member() KeySpec: string;
  @Member() KeyState: string;
  @Member() KeyUsage: string;
  @Member() LastRotationDate: string;
  @Member() MaterialExpireTime?: string;
  @Member() NextRotationDate?: string;
  @Member() Origin: string;
  @Member() PrimaryKeyVersion: string;
  @Member() ProtectionLevel: string;
  @Member() RotationInterval?: string;
}

export function showKey(key: Key): KeyMetadata {
  return {
    Arn: keyArn(key, key.keyId),
    AutomaticRotation: automaticRotationOf(key),
    CreationDate: wireTime(key.createdAt),
    Creator: key.creator,
    DKMSInstanceId: key.instanceId ?? undefined,
    DeleteDate: key.deletionAt ? wireTime(key.deletionAt) : undefined,
    Description: key.description,
    KeyId: key.keyId,
    KeySpec: key.spec,
    KeyState: key.state,
    KeyUsage: key.usage,
    LastRotationDate: wireTime(key.lastRotatedAt),
    MaterialExpireTime: key.materialExpiresAt ? wireTime(key.materialExpiresAt) : undefined,
    NextRotationDate: key.nextRotationAt ? wireTime(key.nextRotationAt) : undefined,
    Origin: key.origin,
    PrimaryKeyVersion: key.primaryVersionId,
    ProtectionLevel: key.protectionLevel,
    RotationInterval: key.rotationSeconds === null ? undefined : `${key.rotationSeconds}s`,
  };
}

// A key that is not enabled is not rotated until it is enabled again.
function automaticRotationOf({ rotationSeconds, state }: Key): 'Enabled' | 'Disabled' | 'Suspended' {
  if (rotationSeconds === null) return 'Disabled';
  return state === 'Enabled' ? 'Enabled' : 'Suspended';
}
