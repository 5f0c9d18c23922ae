import type { Redacted } from '../../common/redacted.ts';
import type { EcsCredential } from '../../kms/kms.api.ts';
import type { RotationHost } from '../hosts/rotation-host.ts';
import type { UndoNote } from './undo-note.ts';

export type PasswordCredential = Extract<EcsCredential, { password: unknown }>;

/** How an operating system keeps the passwords of its users. @throws HostRefusal, AssistantUnavailable; all methods */
export interface PasswordSystem {
  /**
   * Checks, through the management credential only, that the account lets anybody in.
   * @throws HostRefusal when it does not
   */
  examine(host: RotationHost, userName: string): Promise<void>;
  /** Proves that a password could be set, as far as that is possible without setting one. */
  rehearse(host: RotationHost, current: PasswordCredential): Promise<void>;
  /** Returns what is known about the account before it changes. @throws HostRefusal when it must not be changed */
  former(host: RotationHost, current: PasswordCredential): Promise<string | undefined>;
  /** Sets a password. Returns the script's output, in which `entryIn` finds what was written on the host. */
  set(host: RotationHost, current: PasswordCredential, wanted: PasswordCredential): Promise<Redacted<string>>;
  /** Puts back what was there before. Returns true when that has been verified. */
  putBack(host: RotationHost, current: PasswordCredential, note: UndoNote): Promise<boolean>;
}
