import type { Redacted } from '../../common/redacted.ts';
import type { EcsCredential } from '../../kms/kms.api.ts';
import type { RotationHost } from '../hosts/rotation-host.ts';

/** The secret's value and the one that is to replace it. */
export interface CredentialChange<Credential extends EcsCredential = EcsCredential> {
  readonly current: Credential;
  readonly candidate: Credential;
}

/**
 * What one attempt notes for the next, which may run in another process. Sealed, and kept until the rotation is over.
 */
export interface Notes {
  read(): Promise<Redacted<string> | undefined>;
  keep(note: Redacted<string>): Promise<void>;
}

/** One kind of credential: how a new one is made and brought to the host. Any of these may be repeated. */
export interface Rotator<Credential extends EcsCredential = EcsCredential> {
  /**
   * A fresh value for the same user. `label` tells an engineer who finds it on the host where it comes from. `time`
   * counts: the host's own rules have refused the previous value.
   */
  newCredential(current: Credential, label: string, time: number): Promise<Credential>;
  /**
   * Checks, through the management credential, whether the host has shut the account whatever its credential is
   * (locked, expired).
   * @throws HostRefusal when it has, AssistantUnavailable
   */
  examine(host: RotationHost, current: Credential): Promise<void>;
  /** Proves that `apply` could change the credential. Changes nothing. @throws HostRefusal, AssistantUnavailable */
  rehearse(host: RotationHost, current: Credential): Promise<void>;
  /** Makes the host accept the candidate. @throws HostRefusal, AssistantUnavailable */
  apply(host: RotationHost, change: CredentialChange<Credential>, notes: Notes): Promise<void>;
  /**
   * Restores the host to what it was before `apply`, where it still is as `apply` left it. Returns true when that has
   * been verified, false when there is only the word of a tool for it.
   * @throws HostRefusal (`isRidOfCandidate`: what stands in the way is not ours, and the candidate is gone),
   * AssistantUnavailable
   */
  undo(host: RotationHost, change: CredentialChange<Credential>, notes: Notes): Promise<boolean>;
  /**
   * The former key that the host accepts alongside the candidate until it is retired; undefined when nothing remains.
   */
  formerKey(current: Credential): string | undefined;
  /**
   * Removes a former key from the host. Returns false when it stays because it is the current value.
   * @throws HostRefusal, AssistantUnavailable
   */
  retire(host: RotationHost, current: Credential, formerKey: string): Promise<boolean>;
}
