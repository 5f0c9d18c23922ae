/** Why a rotation needs a person. */
export interface RotationFailure {
  /** One word, as in logs, audit rows and the rotation's row. */
  readonly code: string;
  /** What a person should do. */
  readonly whatToDo: string;
}

/**
 * What a person should do about a failed rotation, by its code. The last sentence of each says how the secret recovers.
 */
const actions: Readonly<Record<string, string>> = {
  'no-instance':
    'The server is not registered. Register it again under its InstanceId (RegisterInstance), then call RotateSecret; or delete the secret.',
  'no-credential':
    'The server has no management credential and does not let the account change its own. Register the server with one, then call RotateSecret.',
  unreachable:
    'The server cannot be reached at its registered address. Check the network and the server, then call RotateSecret.',
  timeout:
    'The server did not answer in time. Check whether it is overloaded, or runs another program instead of commands (ForceCommand), then call RotateSecret.',
  proxy:
    'Check the proxies of the server’s network domain (GetNetworkDomain with CheckProxyState), then call RotateSecret.',
  'command-timeout':
    'A command on the server took too long. Check whether it is overloaded or the command waits for input, then call RotateSecret.',
  closed: 'The server closes connections before the login. Check its sshd log, then call RotateSecret.',
  'no-algorithm':
    'Allow one of our algorithms on the server (KexAlgorithms, HostKeyAlgorithms, Ciphers, MACs in its sshd_config), then call RotateSecret.',
  protocol:
    'The server does not speak a supported version of SSH. Check what listens at its address, then call RotateSecret.',
  'host-key':
    'The host key of the server has changed. If it was reinstalled, remove it and register it again, then call RotateSecret; if not, another machine may be answering in its place.',
  authentication:
    'The server accepts neither the management credential nor the secret’s current value. Register the server with a management credential that works, then call RotateSecret.',
  'unknown-outcome': 'A command on the server ended without a result. Check the server, then call RotateSecret.',
  TooLate:
    'The server was slow to answer, so nothing was started there. Check whether it is overloaded, then call RotateSecret.',
  NoSuchUser:
    'The account does not exist on the server. Create it there, or delete the secret, then call RotateSecret.',
  CannotBecomeUser: 'The management account cannot act for the account. Let it use sudo, then call RotateSecret.',
  CannotElevate:
    'Neither the management account nor the account itself may use sudo on the server. Allow sudo for one of them (NOPASSWD, or with the password by which it logs in), then call RotateSecret.',
  PasswordRefused:
    'The server accepts none of the generated values: its own password rules refuse them (pwquality, password history), or its shadow database cannot be written (full disk). Relax the rules for this account or fix the server, then call RotateSecret.',
  PasswordTooYoung: 'The server does not let the account change its password yet (chage -m). Call RotateSecret later.',
  PasswordUnchanged:
    'The account could not change its own password on the server. Register a management credential, then call RotateSecret.',
  AccountLocked:
    'The account is locked on the server (passwd -l) and was left locked. To use it again, unlock it there (passwd -u); the secret needs no change.',
  AccountDisabled:
    'The user is disabled on the Windows server and was left disabled. To use it again, enable it there (Enable-LocalUser); the secret needs no change.',
  AccountExpired:
    'The account has expired on the server and was left expired. To use it again, set a later date there (chage -E, Set-LocalUser -AccountExpires); the secret needs no change.',
  AccountInactive:
    'The account’s password expired so long ago that the server has closed the account (chage -l: password inactive). To use it again, reopen it there (chage -d or chage -I), then call RotateSecret.',
  ChangedMeanwhile:
    'The account’s password was changed on the server while it was being rotated. That change was kept, so the secret does not have the current password. Call RotateSecret: it sets a new one through the management credential.',
  PasswordExpired:
    'The server runs nothing until the account that logs on has a new password (chage -l). This is the management account or, without one, the secret’s own account, which is not offered a prompt to change it. Change the management account’s password, or register a management credential, then call RotateSecret.',
  NoLoginShell:
    'The account that logs on for the rotation has no login shell on the server (nologin in /etc/passwd). Give it one, or register the server with another management account, then call RotateSecret.',
  OtherCommand:
    'The server ran a different command from the one sent. Check ForceCommand and Match in sshd_config, command= before the key in authorized_keys, and the login shell and startup files of the account that logs on for the rotation; the service’s log quotes the server’s output. Fix that, then call RotateSecret.',
  NoPasswordTool:
    'The server has no program that sets passwords: neither chpasswd nor passwd. Install chpasswd there (package passwd or shadow-utils), then call RotateSecret.',
  ShadowNotWritable:
    'The server’s shadow database cannot be written (read-only file system, a separate mount, an immutable file). Fix that, then call RotateSecret.',
  NoHome: 'The account has no home folder on the server. Create it there, then call RotateSecret.',
  KeyFileNotWritable:
    'The account’s authorized_keys cannot be changed: full disk, read-only file system, or permissions. Fix that on the server, then call RotateSecret.',
  KeyFileExposed:
    'The account’s key is in a file outside its home, and users other than root can write to a folder of its path. Make each folder owned and writable by root alone, then call RotateSecret.',
  KeyFileShared:
    'The account’s key is in a file that several accounts share (AuthorizedKeysFile without %u and %h). Give each account its own file, then call RotateSecret.',
  KeyNotInFiles:
    'The server accepts the account’s key, but not from one of its files: check AuthorizedKeysCommand, TrustedUserCAKeys and AuthorizedKeysFile. Put the key into the account’s authorized_keys, then call RotateSecret.',
  NoKeyFile:
    'The server reads no key file for the account (AuthorizedKeysFile none). Configure one, then call RotateSecret.',
  FormerKeyAccepted:
    'The server still accepts the former key, although it was removed from the account’s files. Check AuthorizedKeysCommand, TrustedUserCAKeys and files that several accounts share, and remove it there.',
  CandidateAccepted:
    'The rotation failed, and the server still accepts the key that it generated. Nobody has the private key; remove the public key from the account’s keys, then call RotateSecret.',
  AccountUnknown:
    'The server cannot tell whether the account exists: getent fails and /etc/passwd cannot be read. Fix that on the server, then call RotateSecret.',
  ToolMissing:
    'The server lacks a tool that the rotation needs (to change authorized_keys: awk, cmp, cp, mktemp or mv). Install it, then call RotateSecret.',
  KeyFileBusy: 'Another program keeps authorized_keys locked on the server. End it, then call RotateSecret.',
  LoginRefused:
    'The server took the new value but accepts no login with it. Check whether sshd_config (AllowUsers, PermitRootLogin; for a key AuthorizedKeysFile), PAM or a lock keeps the account out, fix that, then call RotateSecret.',
  CurrentRefused:
    'The server refuses the current value of the secret. Call RotateSecret: it sets a new one through the management credential.',
  NotAdministrator:
    'The account that logs on to the Windows server is not an administrator. Register the server with an administrator, then call RotateSecret.',
  NoKeysOnWindows:
    'The server is registered as Windows, where key pairs are not rotated. Create a secret with a password for it.',
  'EntityNotExist.User': 'The RAM user no longer exists. Delete the secret.',
  'LimitExceeded.User.AccessKey':
    'The RAM user already has two AccessKeys. Delete the unused one (DeleteAccessKey), then call RotateSecret.',
  'Rejected.Disabled': 'The secret’s key is disabled. Enable it (EnableKey), then call RotateSecret.',
};

const otherwise = 'Check the service’s log at the time of this event, then call RotateSecret.';

/** What has to be done depends on what exactly was found. */
const withDetail = new Set(['no-algorithm', 'proxy']);

/** The failure as reported to people. */
export function failureOf(code: string, detail?: string): RotationFailure {
  const action = actions[code] ?? otherwise;
  if (detail === undefined || !withDetail.has(code)) return { code, whatToDo: action };
  return { code, whatToDo: `The server was not reached: ${detail}. ${action}` };
}
