import { Member } from '../../../gateway/fields.ts';
import type { HostCredential } from '../../bastionhost.api.ts';
import type { Session, SessionState } from '../../sessions/session.entity.ts';

/** The states of a session, as they are called on the wire. */
export const sessionStates = { Active: 'active', Closed: 'closed', Failed: 'failed', Lost: 'lost' } as const;

export type SessionStateName = keyof typeof sessionStates;

/** One connection of a user to a host account. Names and addresses are those at its start. */
export class SessionItem {
  /** 32 hexadecimal digits. */
  @Member() SessionId: string;
  @Member() UserId: string;
  @Member() UserName: string;
  @Member() SourceAddress: string;
  @Member() HostId: string;
  @Member() HostName: string;
  @Member() HostAddress: string;
  @Member() HostPort: number;
  /** Empty for an account that the user named on a host that they are granted without one. */
  @Member() HostAccountId: string;
  @Member() HostAccountName: string;
  @Member() ProtocolName: string;
  /**
   * `Active`, `Closed` by either side, `Failed`: it never reached the host, or the bastion ended it, or `Lost`: its
   * process died.
   */
  @Member() State: string;
  /** Of a session that failed or was lost. */
  @Member() EndReason?: string;
  /** Seconds since 1970. */
  @Member() StartTime: number;
  /** Seconds since 1970; absent until the user is logged on to the host. */
  @Member() ConnectTime?: number;
  /** Seconds since 1970; absent until the session has ended. */
  @Member() EndTime?: number;
  /** Absent until the session has ended, and for one that was lost. */
  @Member() BytesToUser?: number;
  @Member() BytesToHost?: number;
  /** `KMS`, `Local`, `None`: the user typed it, or `Self`: they typed their own. */
  @Member() CredentialSource: string;
  /** The KMS secret that the user was logged on with. */
  @Member() KmsSecretName?: string;
  @Member() KmsSecretVersionId?: string;
}

const stateNames = Object.fromEntries(Object.entries(sessionStates).map(([name, state]) => [state, name])) as Record<
  SessionState,
  SessionStateName
>;

const credentialSources: Readonly<Record<HostCredential['kind'], string>> = {
  kms: 'KMS',
  'kms-unsupported': 'KMS',
  local: 'Local',
  none: 'None',
  self: 'Self',
  rdp: 'None',
};

export function sessionItem(session: Session): SessionItem {
  return {
    SessionId: session.sessionId,
    UserId: session.userId,
    UserName: session.userName,
    SourceAddress: session.sourceAddress,
    HostId: session.hostId,
    HostName: session.hostName,
    HostAddress: session.hostAddress,
    HostPort: session.hostPort,
    HostAccountId: session.hostAccountId ?? '',
    HostAccountName: session.hostAccountName,
    // The broker speaks SSH alone.
    ProtocolName: 'SSH',
    State: stateNames[session.state],
    EndReason: session.endReason ?? undefined,
    ...timesOf(session),
    BytesToUser: number(session.bytesToUser),
    BytesToHost: number(session.bytesToHost),
    CredentialSource: credentialSources[session.credentialSource],
    KmsSecretName: session.kmsSecretName ?? undefined,
    KmsSecretVersionId: session.kmsVersionId ?? undefined,
  };
}

function timesOf({ startedAt, connectedAt, endedAt }: Session) {
  return {
    StartTime: seconds(startedAt),
    ConnectTime: optionalSeconds(connectedAt),
    EndTime: optionalSeconds(endedAt),
  };
}

const seconds = (moment: Date) => Math.floor(moment.getTime() / 1000);
const optionalSeconds = (moment: Date | null) => (moment ? seconds(moment) : undefined);
const number = (digits: string | null) => (digits === null ? undefined : Number(digits));
