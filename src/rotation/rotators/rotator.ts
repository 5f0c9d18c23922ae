import type { Redacted } from '../../common/redacted.ts';
import type { EcsCredential } from '../../kms/kms.api.ts';
import type { RotationHost } from '../hosts/rotation-host.ts';

/** The value that the secret has, and the one that is to take its place. */
export interface CredentialChange<Credential extends EcsCredential = EcsCredential> {
  readonly current: Credential;
  readonly candidate: Credential;
}

/** What one attempt notes for the next, which may be another process's: sealed, until the rotation is over. */
export interface Notes {
  read(): Promise<Redacted<string> | undefined>;
  keep(note: Redacted<string>): Promise<void>;
}

/** One kind of credential: how a new one is made and brought to the host. Any of these may be repeated. */
export interface Rotator<Credential extends EcsCredential = EcsCredential> {
  /**
   * A fresh value for the same user; `label` says to whoever meets it on the host where it comes from. `time` counts: the host's own rules
   * have refused the one before.
   */
  newCredential(current: Credential, label: string, time: number): Promise<Credential>;
  /**
   * Looks, through the management credential, whether the host has shut the account whatever its credential is (locked, expired). Throws
   * HostRefusal when it has. @throws AssistantUnavailable
   */
  examine(host: RotationHost, current: Credential): Promise<void>;
  /** Proves that `apply` could change the credential, and changes nothing. @throws HostRefusal AssistantUnavailable */
  rehearse(host: RotationHost, current: Credential): Promise<void>;
  /** Makes the host accept the candidate. @throws HostRefusal AssistantUnavailable */
  apply(host: RotationHost, change: CredentialChange<Credential>, notes: Notes): Promise<void>;
  /**
   * Makes the host as it was before `apply`, where it still is as `apply` has left it. True when it is seen to be; false when there is only the
   * word of a tool. @throws HostRefusal (`isRidOfCandidate`: what stands in the way is not ours, and the candidate is gone) AssistantUnavailable
   */
  undo(host: RotationHost, change: CredentialChange<Credential>, notes: Notes): Promise<boolean>;
  /** What the host goes on accepting beside the candidate, until it is retired; undefined when nothing remains. */
  remainder(current: Credential): string | undefined;
  /** Takes a remainder from the host; false when it stays, for it is the current value. @throws HostRefusal AssistantUnavailable */
  retire(host: RotationHost, current: Credential, remainder: string): Promise<boolean>;
}
