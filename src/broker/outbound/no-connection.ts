/** Why there is no connection, as the engineer reads it. The audit trail records the codes. */
const reasons = {
  UserLocked: 'the user is locked; an administrator has to unlock it',
  RamUserDeleted: 'your RAM user was deleted',
  UserNotEffective: "the user's validity has not begun yet",
  UserExpired: "the user's validity has ended",
  NoSecondFactor: 'the second factor that is wanted of you cannot be given here',
  ChangePassword: 'the password has to be changed first; log on with a terminal and without a command',
  EnrolTotp: 'an authenticator app has to be enrolled first; log on with a terminal and without a command',
  TargetNotNamed: 'no target was given; log in as user@account@host, for example alice@root@web-01',
  TargetNotGranted: 'the host or the account does not exist, or you may not use it',
  TargetAmbiguous: 'the name fits several accounts that you may use; log in with one of these instead',
  ProtocolUnsupported: 'this is an RDP account, and the bastion connects by SSH only',
  AddressForbidden: 'the address of this host leads back to the bastion, or to where no host can be',
  CredentialMissing: 'the bastion holds no credential for this account; log in from a terminal, where you can type it',
  SecretsUnsupported: 'the credential of this account is in KMS, and the edition of this bastion does not use KMS',
  SecretDeleted: 'the secret of this account has been deleted',
  SecretInDeletion: 'the secret of this account is scheduled for deletion',
  SecretForbidden: 'the bastion is not allowed to read the secret of this account',
  SecretUnusable: 'the secret of this account holds no credential for this server',
  KeyDisabled: 'the key that protects the secret of this account is disabled',
  KeyDeleted: 'the key that protected the secret of this account has been deleted',
  CredentialRefused: 'the server refused the credential of this account',
  RotationUnderway: 'the credential of this account is being changed, please try again in a minute',
  HostUnreachable: 'the server cannot be reached',
  ProxyFailed: 'no proxy of the network domain can be used',
  HostTimedOut: 'the server did not answer in time',
  HostClosedConnection: 'the server closed the connection before the login',
  HostKeyChanged: 'the host key of the server has changed; an administrator has to check it',
  HostKeyUnknown:
    'your own password is sent only to a server whose host key is known; an administrator can verify an account there',
  NoCommonAlgorithm: 'the server and the bastion have no algorithm in common',
  HostProtocolError: 'the server does not follow the SSH protocol',
  ServiceUnavailable: 'the service is not available at the moment, please try again soon',
  InternalError: 'an internal error occurred',
  EngineerLeft: 'the connection was cancelled',
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
