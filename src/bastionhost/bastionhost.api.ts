import type { Redacted } from '../common/redacted.ts';
import type { LegacyKeyExchange } from '../ssh/algorithms.ts';
import type { PublicSources } from './allowed-sources.api.ts';

/** The SSH listener of one bastion instance. */
export interface BastionListener {
  readonly accountId: string;
  readonly region: string;
  readonly instanceId: string;
  /** Null for the instance that listens on the address in the settings. */
  readonly sshPort: number | null;
}

/** A listener, and which public addresses may log on there. */
export interface ReachableListener extends BastionListener {
  readonly publicSources: PublicSources;
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
  /** That key in SSH wire form: its row may be given another one. */
  readonly publicKey?: Buffer;
  /** The only account that this login reaches: the one that an O&M token was issued for. */
  readonly onlyHostAccountId?: string;
  /** Set where every factor was right, but the user may not log on. */
  readonly refusal?: LogonRefusal;
  /** What the user is told about it besides. */
  readonly refusalDetail?: string;
}

/** Why a user who has proven who they are may not log on. */
export type LogonRefusal = 'UserLocked' | 'RamUserDeleted' | 'UserNotEffective' | 'UserExpired' | 'NoSecondFactor';

/** Whom a login name stands for, decided before anything is proven. The same whether or not they exist. */
export interface ClaimedUser {
  readonly accountId: string;
  readonly region: string;
  readonly instanceId: string;
  /** `0`, which no user has, where none of the names exists. */
  readonly userId: string;
  /** Empty where none of the names exists. */
  readonly userName: string;
  /** Whether the instance takes no passwords over SSH; tokens are none. */
  readonly isPasswordOff: boolean;
  readonly isPublicKeyOff: boolean;
}

/** A first factor that was right. */
export interface FirstFactor {
  readonly user: AuthenticatedUser;
  readonly by: 'password' | 'publickey' | 'token';
}

/** A login whose factors were all right. */
export interface Logon {
  readonly user: AuthenticatedUser;
  /** Whether the password that logged on has to be changed before anything else. */
  readonly mustChangePassword: boolean;
}

/** Where a password comes from, as far as that decides whether and when it is checked. */
export interface PasswordAttempt {
  /** The network address; addresses take turns. */
  readonly address: string;
  /** False once no one waits for the answer. */
  readonly isWanted: () => boolean;
}

/**
 * A host, and an account on it, as an engineer names them. `host` is a host's name, address, id or ECS instance id, and
 * is matched regardless of case. Without an account it is the only one there that the engineer may use.
 */
export interface TargetName {
  readonly account?: string;
  readonly host: string;
}

/** Where an engineer wants to go: by names, which may be read in several ways, or to something chosen from a list. */
export type Target =
  | { readonly kind: 'named'; readonly readings: readonly TargetName[] }
  | { readonly kind: 'account'; readonly hostAccountId: string }
  /** A host that they are granted without an account. Without a name, the account has yet to be asked for. */
  | { readonly kind: 'empty'; readonly hostId: string; readonly accountName?: string }
  /** Such a host, by the account that has the engineer's own name. */
  | { readonly kind: 'self'; readonly hostId: string };

/** A host on which a user may use an account. */
export interface GrantedHost {
  readonly hostId: string;
  readonly hostName: string;
  readonly networkDomainId: string;
  /** The address to dial. */
  readonly address: string;
  readonly port: number;
}

/** How a host account is logged on to. */
export interface HostLogon {
  readonly hostId: string;
  /** The network domain through which the address is dialled. */
  readonly networkDomainId: string;
  /** The address to dial. */
  readonly address: string;
  readonly port: number;
  /** The legacy key exchange to offer the server first; undefined: only what every server is offered. */
  readonly preferredKeyExchange?: LegacyKeyExchange;
  readonly hostAccountName: string;
  readonly credential: HostCredential;
}

/**
 * A permission to connect one user to one host account. Only ConnectionPermits issues it, and `broker/outbound` cannot
 * connect anyone without one.
 */
export interface ConnectionPermit extends HostLogon {
  readonly user: AuthenticatedUser;
  readonly hostName: string;
  /** Undefined on a host that is granted without an account, where `hostAccountName` is empty until one is named. */
  readonly hostAccountId?: string;
  readonly grantedBy: GrantSource;
}

/**
 * How a user got access to a host account. `Direct`: an administrator attached it, or a host group with its name, to
 * the user; `UserGroup`: to a group that the user is in; `Rule`: a rule names the user or a group that they are in.
 */
export type GrantSource = 'Direct' | 'UserGroup' | 'Rule';

/** What a user can connect to: a host, with an account of it. All of these are reached by SSH. */
export interface ConnectableAccount {
  readonly hostId: string;
  readonly hostName: string;
  /** The address that is dialled. */
  readonly address: string;
  readonly port: number;
  readonly os: 'Linux' | 'Windows';
  /** The administrator's remark on the host. */
  readonly comment: string;
  /** Undefined for the accounts `empty` and `self`. */
  readonly hostAccountId?: string;
  /** What the engineer calls the account. */
  readonly accountName: string;
  /** Whether the bastion holds the credential (`Held`), or the engineer has to type it (`Typed`). */
  readonly credentialKind: 'Held' | 'Typed';
}

/** Which of them are listed. */
export interface ConnectableFilter {
  /** A part of the host's name, address or comment, or of the account's name, in any case. */
  readonly text?: string;
  readonly offset: number;
  readonly limit: number;
}

export interface ConnectableAccountPage {
  readonly rows: ConnectableAccount[];
  /** The number of matches on all pages. */
  readonly total: number;
}

/** Where the credential of a host account comes from. */
export type HostCredential =
  | {
      readonly kind: 'kms';
      readonly secretName: string;
      readonly secretRegion: string;
      /** Whose ECS secret it is; undefined for a Generic one. */
      readonly instanceId?: string;
    }
  | {
      readonly kind: 'local';
      readonly password?: Redacted<string>;
      readonly privateKey?: Redacted<string>;
      readonly passphrase?: Redacted<string>;
      /** Tried before the account's own key. */
      readonly sharedKey?: { readonly privateKey: Redacted<string>; readonly passphrase?: Redacted<string> };
    }
  /** Of an RDP account, whose host the broker cannot speak to. */
  | { readonly kind: 'rdp' }
  /** In KMS, which the edition of the instance does not read. */
  | { readonly kind: 'kms-unsupported' }
  /** Nowhere: the engineer types it. */
  | { readonly kind: 'none' }
  /** The engineer's own, of their directory. They type it, and only a server whose host key is pinned gets it. */
  | { readonly kind: 'self' };

/** What a user has: a permit, or without a host the right to be logged on. */
export type Access = Pick<ConnectionPermit, 'user'> &
  Partial<Pick<ConnectionPermit, 'hostId' | 'hostAccountId' | 'credential'>>;

/** Why access no longer holds. */
export type AccessLoss =
  | 'UserDeleted'
  | 'UserLocked'
  | 'RamUserDeleted'
  | 'UserExpired'
  | 'PublicKeyDeleted'
  | 'HostDeleted'
  | 'HostAccountDeleted'
  | 'GrantWithdrawn';

/** Whether access still holds. */
export interface PermitStanding {
  readonly loss?: AccessLoss;
  /** When access ends, as far as is known now. */
  readonly until?: Date;
}
