/** Why there is no connection to a target, as the engineer reads it. The audit trail records the codes. */
const reasons = {
  TargetNotNamed: 'no target is named; log in as user@account@host, for example alice@root@web-01',
  TargetNotGranted: 'the host or the account does not exist, or you may not use it',
  CredentialMissing: 'the bastion holds no credential for this account',
  SecretDeleted: 'the secret of this account has been deleted',
  SecretInDeletion: 'the secret of this account waits for its deletion',
  SecretForbidden: 'the bastion may not read the secret of this account',
  SecretUnusable: 'the secret of this account holds no credential for this server',
  KeyDisabled: 'the key that protects the secret of this account is disabled',
  KeyDeleted: 'the key that protected the secret of this account has been deleted',
  CredentialRefused: 'the server refused the credential of this account',
  RotationUnderway: 'the credential of this account is just being changed, please try again in a minute',
  HostUnreachable: 'the server cannot be reached',
  HostTimedOut: 'the server does not answer in time',
  HostClosedConnection: 'the server closes the connection before anybody is logged in',
  HostKeyChanged: 'the server shows another host key than before; an administrator has to look into it',
  NoCommonAlgorithm: 'the server and the bastion have no algorithm in common',
  HostProtocolError: 'the server does not speak SSH as it should',
  ServiceUnavailable: 'the service is not available just now, please try again soon',
  InternalError: 'an internal error happened',
  EngineerLeft: 'the connection is no longer wanted',
} as const;

export type NoConnectionCode = keyof typeof reasons;

/**
 * No connection to the target. The message is for the engineer; of the cause, which is logged, it tells only `detail`.
 */
export class NoConnection extends Error {
  override readonly name = 'NoConnection';

  constructor(
    readonly code: NoConnectionCode,
    { detail, ...options }: ErrorOptions & { readonly detail?: string } = {},
  ) {
    super(detail ? `${reasons[code]}: ${detail}` : reasons[code], options);
  }
}
