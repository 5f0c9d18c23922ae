import { wireTime } from '../../../common/clock.ts';
import { Member } from '../../../gateway/fields.ts';
import type { KeyVersion } from '../../keys/key-version.entity.ts';

export class ShownKeyVersion {
  @Member() CreationDate: string;
  @Member() KeyId: string;
  @Member() KeyVersionId: string;
}

export function showKeyVersion({ createdAt, keyId, keyVersionId }: KeyVersion): ShownKeyVersion {
  return { CreationDate: wireTime(createdAt), KeyId: keyId, KeyVersionId: keyVersionId };
}
