import type { ConnectionPermit } from '../../bastionhost/bastionhost.api.ts';
import type { HostKeyProofs } from '../../ssh/host-key-proofs.ts';
import type { LoginMethod, Source } from '../../ssh/listener.ts';
import type { TypedCredential } from '../outbound/typed-credential.ts';
import type { Engineer } from '../engineer.ts';
import type { Peer } from '../relay/peer.ts';

/** Who begins a session, and over what. */
export interface SessionEntry {
  /** The engineer's connection, or what stands for it: a program of ours, an SSH connection inside theirs. */
  readonly leg: Peer;
  readonly hostKeys?: Pick<HostKeyProofs, 'announcement' | 'prove'>;
  readonly source: Source;
  readonly identity: Engineer;
  /** How they have just logged in. Undefined where they came from the lobby, which has noted it. */
  readonly method?: LoginMethod;
  /** What stands in for a target whose account has no credential, and asks for it. Default: nothing. */
  readonly ask?: (permit: ConnectionPermit, requestId: string) => Peer;
  /** What they typed for an account without a credential. */
  readonly typed?: TypedCredential;
}
