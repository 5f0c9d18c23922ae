import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import { Member } from '../../../gateway/fields.ts';
import { keyArn } from '../../keys/key-name.ts';
import type { Key } from '../../keys/key.entity.ts';

export class KeyMetadata {
  @Member() Arn: string;
  @Member() AutomaticRotation: string;
  @Member() CreationDate: string;
  @Member() Creator: string;
  @Member() Description: string;
  @Member() KeyId: string;
  @Member() KeySpec: string;
  @Member() KeyState: string;
  @Member() KeyUsage: string;
  @Member() LastRotationDate: string;
  @Member() Origin: string;
  @Member() PrimaryKeyVersion: string;
  @Member() ProtectionLevel: string;
}

export function showKey(caller: Caller, key: Key): KeyMetadata {
  const created = wireTime(key.createdAt);
  return {
    Arn: keyArn(caller, key.keyId),
    AutomaticRotation: 'Disabled',
    CreationDate: created,
    Creator: key.creator,
    Description: key.description,
    KeyId: key.keyId,
    KeySpec: key.spec,
    KeyState: key.state,
    KeyUsage: key.usage,
    // The primary version is the first one.
    LastRotationDate: created,
    Origin: key.origin,
    PrimaryKeyVersion: key.primaryVersionId,
    ProtectionLevel: key.protectionLevel,
  };
}

const notRotated = 'keys are not rotated';

/** Members of a key that no key has here. */
export const absentKeyMembers = {
  'KeyMetadata.DKMSInstanceId': 'there is one KMS, without instances',
  'KeyMetadata.DeleteDate': 'keys are not deleted',
  'KeyMetadata.MaterialExpireTime': 'key material is not imported',
  'KeyMetadata.RotationInterval': notRotated,
  'KeyMetadata.NextRotationDate': notRotated,
};
