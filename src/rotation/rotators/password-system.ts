import type { Redacted } from '../../common/redacted.ts';
import type { EcsCredential } from '../../kms/kms.api.ts';
import type { RotationHost } from '../hosts/rotation-host.ts';
import type { UndoNote } from './undo-note.ts';

export type PasswordCredential = Extract<EcsCredential, { password: unknown }>;

/** How an operating system keeps the passwords of its users. @throws HostRefusal AssistantUnavailable, all of them */
export interface PasswordSystem {
  /** Through the management credential alone: whether the account lets anybody in. Throws HostRefusal when it does not. */
  examine(host: RotationHost, userName: string): Promise<void>;
  /** Proves that a password could be set, as far as that can be without setting one. */
  rehearse(host: RotationHost, current: PasswordCredential): Promise<void>;
  /** What is known of the account before it changes. Throws HostRefusal when it must not be changed. */
  former(host: RotationHost, current: PasswordCredential): Promise<string | undefined>;
  /** Sets a password. What a script has printed, `entryIn` finds what it has written there. */
  set(host: RotationHost, current: PasswordCredential, wanted: PasswordCredential): Promise<Redacted<string>>;
  /** Puts back what was. True when it is seen to be there. */
  putBack(host: RotationHost, current: PasswordCredential, note: UndoNote): Promise<boolean>;
}
