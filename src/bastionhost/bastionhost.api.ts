import type { Page, PageRequest } from '../common/page.ts';
import type { Redacted } from '../common/redacted.ts';
import type { LegacyKeyExchange } from '../ssh/algorithms.ts';

/** The SSH listener of one bastion instance. */
export interface BastionListener {
  readonly accountId: string;
  readonly region: string;
  readonly instanceId: string;
  /** Null for the instance that listens on the address in the settings. */
  readonly sshPort: number | null;
}

/** The SSH listeners of all instances. The event BastionInstanceCreated announces a new one. */
export abstract class BastionListeners {
  abstract all(): Promise<BastionListener[]>;
}

/** An authenticated bastion user. */
export interface AuthenticatedUser {
  readonly accountId: string;
  readonly region: string;
  readonly instanceId: string;
  readonly userId: string;
  readonly userName: string;
  /** The id of the hosted key that the user logged on with; undefined after a password login. */
  readonly publicKeyId?: string;
}

/** Where a password comes from, as far as that decides whether and when it is checked. */
export interface PasswordAttempt {
  /** The network address; addresses take turns. */
  readonly address: string;
  /** False once no one waits for the answer. */
  readonly isWanted: () => boolean;
}

/**
 * Authenticates O&M engineers among the users of one instance. Takes the same time and returns the same result for an
 * unknown user, an expired user and a wrong password or key.
 */
export abstract class UserAuthentication {
  /** @throws Outage when too many passwords from the same address wait to be checked */
  abstract byPassword(
    listener: BastionListener,
    userName: string,
    password: Redacted<string>,
    attempt?: PasswordAttempt,
  ): Promise<AuthenticatedUser | undefined>;
  /** The user, where a login with this key (SSH wire form) could succeed. The caller still verifies the signature. */
  abstract byPublicKey(
    listener: BastionListener,
    userName: string,
    publicKey: Buffer,
  ): Promise<AuthenticatedUser | undefined>;
}

/**
 * The target that an engineer names: `account` on `host`. `host` is a host's name, address, id or ECS instance id, and
 * is matched regardless of case.
 */
export interface TargetName {
  readonly account: string;
  readonly host: string;
}

/**
 * A permission to connect one user to one host account. Only ConnectionPermits issues it, and `broker/outbound` cannot
 * dial without one.
 */
export interface ConnectionPermit {
  readonly user: AuthenticatedUser;
  readonly hostId: string;
  readonly hostName: string;
  /** The address to dial. */
  readonly address: string;
  readonly port: number;
  /** The legacy key exchange to offer the server first; undefined: only what every server is offered. */
  readonly preferredKeyExchange?: LegacyKeyExchange;
  readonly hostAccountId: string;
  readonly hostAccountName: string;
  readonly grantedBy: GrantSource;
  readonly credential: HostCredential;
}

/**
 * How a user got access to a host account. `Direct`: an administrator attached it, or a host group with its name, to
 * the user; `UserGroup`: to a group that the user is in.
 */
export type GrantSource = 'Direct' | 'UserGroup';

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

/** Why an issued permit no longer holds. */
export type AccessLoss =
  'UserDeleted' | 'UserExpired' | 'PublicKeyDeleted' | 'HostDeleted' | 'HostAccountDeleted' | 'GrantWithdrawn';

/** Whether a permit still holds. */
export interface PermitStanding {
  readonly loss?: AccessLoss;
  /** When access ends, as far as is known now. */
  readonly until?: Date;
}

/** Decides whether a user may open a connection to a target and continue to use it. */
export abstract class ConnectionPermits {
  /**
   * The permit. Undefined alike for an unknown host, an unknown account, an ambiguous name and an account that is not
   * granted: none of these throws.
   */
  abstract issue(user: AuthenticatedUser, target: TargetName): Promise<ConnectionPermit | undefined>;
  /** The current standing of issued permits, in the order given. */
  abstract review(permits: readonly ConnectionPermit[]): Promise<PermitStanding[]>;
}

/** How a session ended. */
export type SessionEnd = { readonly outcome: 'closed' } | { readonly outcome: 'failed'; readonly reason: string };

/** Bytes sent to either side of a session. */
export interface SessionTraffic {
  readonly toUser: number;
  readonly toHost: number;
}

/** The rows of sessions, one per connection. */
export abstract class SessionJournal {
  /** Opens a row under an id from newSessionId(). Without an answer, close it anyway: it may have been written. */
  abstract open(sessionId: string, permit: ConnectionPermit, source: { address: string }): Promise<void>;
  /** Records which version of which secret was used to log on. */
  abstract connected(sessionId: string, credential: { secretName?: string; versionId?: string }): Promise<void>;
  abstract close(sessionId: string, end: SessionEnd, traffic: SessionTraffic): Promise<void>;
  /**
   * Closes orphaned rows: those of processes that died, and those that were written after their session had ended. Does
   * nothing until this process has reached the database for a minute without a gap: others may have been cut off from
   * it too.
   */
  abstract closeOrphans(): Promise<void>;
}

/** The instance that a session came in through. */
export type SessionPlace = Pick<BastionListener, 'accountId' | 'instanceId'>;

/** A session that is connected to its host, or about to be. Its names are those at its start. */
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

/** The open sessions of an instance, whichever process runs them. */
export abstract class OpenSessions {
  /** Earliest first. */
  abstract list(place: SessionPlace, page: PageRequest): Promise<Page<OpenSession>>;
  /**
   * Has the session's process end it, within a second. The engineer is shown `reason`, which is also kept in the
   * session's row. Returns false when the instance has no such open session. A process that is cut off from the
   * database for minutes misses the event, so a session that is still listed must be ended again.
   */
  abstract end(place: SessionPlace, sessionId: string, reason: string): Promise<boolean>;
}
