import { Member } from '../../../gateway/fields.ts';
import type { ShownShareKey } from '../../hosts/host-share-keys.ts';

/** The members of a shared key that all answers have in common; never the key itself. */
export class HostShareKeyItem {
  @Member() HostShareKeyId: string;
  @Member() HostShareKeyName: string;
  /** When the key was created or last replaced, in seconds since 1970. */
  @Member() LastModifyKeyAt: number;
  /** The vendor's spelling; an account has PrivateKeyFingerprint. */
  @Member() PrivateKeyFingerPrint: string;
}

export function hostShareKeyItem(key: ShownShareKey): HostShareKeyItem {
  return {
    HostShareKeyId: key.id,
    HostShareKeyName: key.keyName,
    LastModifyKeyAt: Math.floor(key.keyChangedAt.getTime() / 1000),
    PrivateKeyFingerPrint: key.privateKeyFingerprint,
  };
}
