import type { Page, PageRequest } from '../common/page.ts';
import type { Redacted } from '../common/redacted.ts';
import type { LegacyKeyExchange } from '../ssh/algorithms.ts';

/** Where the engineers of one bastion instance come in. */
export interface BastionDoor {
  readonly accountId: string;
  readonly region: string;
  readonly instanceId: string;
  /** Null for the one that listens where the settings say. */
  readonly sshPort: number | null;
}

/** The doors of all instances. A new one is told of by the event BastionInstanceCreated. */
export abstract class BastionDoors {
  abstract doors(): Promise<BastionDoor[]>;
}

/** A bastion user who has proved who he is. */
export interface AuthenticatedUser {
  readonly accountId: string;
  readonly region: string;
  readonly instanceId: string;
  readonly userId: string;
  readonly userName: string;
  /** The hosted key that proved it; undefined: a password did. */
  readonly publicKeyId?: string;
}

/** Who tries a password, as far as that decides whether and when it is judged. */
export interface PasswordAttempt {
  /** The network address; each has its turn. */
  readonly address: string;
  /** False once nobody waits for the answer any more. */
  readonly isWanted: () => boolean;
}

/** Proves who an O&M engineer is, among the users of one instance. Takes the same time and gives the same answer for unknown, locked and mistaken users. */
export abstract class UserAuthentication {
  /** @throws Outage when too many passwords from the same address wait to be judged */
  abstract byPassword(
    door: BastionDoor,
    userName: string,
    password: Redacted<string>,
    attempt?: PasswordAttempt,
  ): Promise<AuthenticatedUser | undefined>;
  /** True when a login with this key (SSH wire form) could succeed; the caller still verifies the signature. */
  abstract byPublicKey(door: BastionDoor, userName: string, publicKey: Buffer): Promise<AuthenticatedUser | undefined>;
}

/** The target that an engineer names: `account` on `host`, where `host` is a host's name, address, id or ECS instance id, in any case. */
export interface TargetName {
  readonly account: string;
  readonly host: string;
}

/**
 * A permission to connect one user to one host account, made only by ConnectionPermits. `broker/outbound` cannot dial without one.
 */
export interface ConnectionPermit {
  readonly user: AuthenticatedUser;
  readonly hostId: string;
  readonly hostName: string;
  /** What is dialled. */
  readonly address: string;
  readonly port: number;
  /** What an old server is to be met with first; undefined: nothing but what every server is. */
  readonly preferredKeyExchange?: LegacyKeyExchange;
  readonly hostAccountId: string;
  readonly hostAccountName: string;
  readonly grantedBy: GrantSource;
  readonly credential: HostCredential;
}

/** How a user came to a host account: an administrator attached it to them. */
export type GrantSource = 'Direct';

/** Where the credential of a host account comes from. */
export type HostCredential =
  | { readonly kind: 'kms'; readonly secretName: string; readonly secretRegion: string; readonly instanceId: string }
  | {
      readonly kind: 'local';
      readonly password?: Redacted<string>;
      readonly privateKey?: Redacted<string>;
      readonly passphrase?: Redacted<string>;
    }
  | { readonly kind: 'none' };

/** Why a permit that was issued holds no more. */
export type AccessLoss =
  'UserDeleted' | 'UserExpired' | 'PublicKeyDeleted' | 'HostDeleted' | 'HostAccountDeleted' | 'GrantWithdrawn';

/** Whether a permit still holds. */
export interface PermitStanding {
  readonly loss?: AccessLoss;
  /** When the user's validity ends, as far as is known now. */
  readonly until?: Date;
}

/** Decides whether a user may open a connection to a target, and go on using it. */
export abstract class ConnectionPermits {
  /** The permit, or undefined alike for an unknown host, an unknown account and one that is not granted; throws on nothing else. */
  abstract issue(user: AuthenticatedUser, target: TargetName): Promise<ConnectionPermit | undefined>;
  /** How permits that were issued stand now, in their order. */
  abstract review(permits: readonly ConnectionPermit[]): Promise<PermitStanding[]>;
}

/** How a session came to its end. */
export type SessionEnd = { readonly outcome: 'closed' } | { readonly outcome: 'failed'; readonly reason: string };

/** Bytes that passed to either side of a session. */
export interface SessionTraffic {
  readonly toUser: number;
  readonly toHost: number;
}

/** The rows of sessions: one a connection. */
export abstract class SessionJournal {
  /** Opens a row under an id of newSessionId(). Whoever gets no answer closes it all the same: it may have been written. */
  abstract open(sessionId: string, permit: ConnectionPermit, source: { address: string }): Promise<void>;
  /** Notes which version of which secret logged on. */
  abstract connected(sessionId: string, credential: { secretName?: string; versionId?: string }): Promise<void>;
  abstract close(sessionId: string, end: SessionEnd, traffic: SessionTraffic): Promise<void>;
  /**
   * Closes the rows that nobody keeps: of processes which died, and those that were written after their session had ended. Does nothing
   * until the database was there for a minute: others may have been cut off from it.
   */
  abstract closeOrphans(): Promise<void>;
}

/** The instance that a session came in at. */
export type SessionPlace = Pick<BastionDoor, 'accountId' | 'instanceId'>;

/** A session that is connected with its host or about to be, with names as they were at its start. */
export interface OpenSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly userName: string;
  readonly sourceAddress: string;
  readonly hostId: string;
  readonly hostName: string;
  readonly hostAccountId: string;
  readonly hostAccountName: string;
  readonly startedAt: Date;
  /** `<machine>:<pid>`; null in rows of earlier versions. */
  readonly process: string | null;
}

/** The open sessions of an instance, whichever process has them. */
export abstract class OpenSessions {
  /** The earliest first. */
  abstract list(place: SessionPlace, page: PageRequest): Promise<Page<OpenSession>>;
  /**
   * Has a session ended by its process, within a second: its engineer is shown `reason`, which stands in its row too. False when no such
   * session is open here. A process that is cut off from the database for minutes does not hear of it: what is still listed is asked for again.
   */
  abstract end(place: SessionPlace, sessionId: string, reason: string): Promise<boolean>;
}
