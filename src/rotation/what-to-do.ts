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
    'The server cannot be reached at its registered address. Mend the network or the server, then call RotateSecret.',
  timeout:
    'The server did not answer in time. See whether it is overloaded, or runs a program of its own in place of commands (ForceCommand), then call RotateSecret.',
  'command-timeout':
    'A command on the server did not end in time. See whether it is overloaded or asks for something, then call RotateSecret.',
  closed: 'The server closes connections before they are logged in. See its sshd log, then call RotateSecret.',
  'no-algorithm':
    'Allow one of ours on the server (KexAlgorithms, HostKeyAlgorithms, Ciphers, MACs in its sshd_config), then call RotateSecret.',
  protocol:
    'The server speaks no SSH that is understood here. See what listens at its address, then call RotateSecret.',
  'host-key':
    'The server shows another host key than before. If it was reinstalled, remove and register it again, then call RotateSecret; if not, somebody may be in its place.',
  authentication:
    'The server accepts neither the management credential nor the secret’s current value. Register the server with a management credential that works, then call RotateSecret.',
  'unknown-outcome':
    'A command on the server ended without an answer. See whether the server is well, then call RotateSecret.',
  TooLate:
    'The server was slow to answer, so that nothing was begun there. See whether it is overloaded, then call RotateSecret.',
  NoSuchUser:
    'The account does not exist on the server. Create it there, or delete the secret, then call RotateSecret.',
  CannotBecomeUser: 'The management account cannot act for the account. Let it use sudo, then call RotateSecret.',
  CannotElevate:
    'Neither the management account nor the account itself may use sudo on the server. Allow sudo for one of them (NOPASSWD, or with the password by which it logs in), then call RotateSecret.',
  PasswordRefused:
    'The server takes none of the values that were made: its own password rules refuse them (pwquality, password history), or its shadow database cannot be written (full disk). Relax the rules for this account or mend the server, then call RotateSecret.',
  PasswordTooYoung: 'The server lets the account change its password only later (chage -m). Call RotateSecret then.',
  PasswordUnchanged:
    'The account could not change its own password on the server. Register a management credential, then call RotateSecret.',
  AccountLocked:
    'The account is locked on the server (passwd -l), and stays so. If it is to be used again, unlock it there (passwd -u): the secret needs nothing more.',
  AccountDisabled:
    'The user is disabled on the Windows server, and stays so. If it is to be used again, enable it there (Enable-LocalUser): the secret needs nothing more.',
  AccountExpired:
    'The account has expired on the server, and stays so. If it is to be used again, give it another date there (chage -E, Set-LocalUser -AccountExpires): the secret needs nothing more.',
  AccountInactive:
    'The account’s password expired so long ago that the server has shut the account (chage -l: password inactive). If it is to be used again, open it there (chage -d or chage -I), then call RotateSecret.',
  ChangedMeanwhile:
    'Somebody has changed the account’s password on the server while it was being rotated: that stays, and the secret does not know it. Call RotateSecret: it sets a new one through the management credential.',
  PasswordExpired:
    'The server demands a new password of the account that logs on before it runs anything (chage -l): of the management account, or, without one, of the secret’s own, whom it offers no dialogue to change it. Change the management account’s, or register a management credential, then call RotateSecret.',
  NoLoginShell:
    'The account that logs on for the rotation has no login shell on the server (nologin in /etc/passwd). Give it one, or register the server with another management account, then call RotateSecret.',
  OtherCommand:
    'The server ran something else than what was sent. See ForceCommand and Match in sshd_config, command= before the key in authorized_keys, and the login shell and its startup files of the account that logs on for the rotation; the service’s log quotes what the server said. Mend that, then call RotateSecret.',
  NoPasswordTool:
    'The server has no program that sets passwords: neither chpasswd nor passwd. Put chpasswd there (package passwd or shadow-utils), then call RotateSecret.',
  ShadowNotWritable:
    'The server’s shadow database cannot be written (read-only file system, a mount of its own, an immutable file). Mend that, then call RotateSecret.',
  NoHome: 'The account has no home folder on the server. Create it there, then call RotateSecret.',
  KeyFileNotWritable:
    'The account’s authorized_keys cannot be changed: full disk, read-only file system, or rights. Mend that on the server, then call RotateSecret.',
  KeyFileExposed:
    'The account’s key stands in a file outside of its home, and others than root can write along the path. Let root alone own and write each folder of it, then call RotateSecret.',
  KeyFileShared:
    'The account’s key stands in a file that serves several accounts (AuthorizedKeysFile without %u and %h). Give each account a file of its own, then call RotateSecret.',
  KeyNotInFiles:
    'The server accepts the account’s key, but not from one of its files: see AuthorizedKeysCommand, TrustedUserCAKeys and AuthorizedKeysFile. Put the key into the account’s authorized_keys, then call RotateSecret.',
  NoKeyFile:
    'The server reads no file of keys for the account (AuthorizedKeysFile none). Let it read one, then call RotateSecret.',
  FormerKeyAccepted:
    'The server still lets in the former key, though it was taken out of the account’s files. See AuthorizedKeysCommand, TrustedUserCAKeys and files that serve several accounts, and take it away there.',
  CandidateAccepted:
    'The rotation has failed, and the server still lets in the key that it had made. Nobody has its private half; take it out of the account’s keys, then call RotateSecret.',
  AccountUnknown:
    'The server cannot tell whether the account exists: getent fails and /etc/passwd cannot be read. Mend that on the server, then call RotateSecret.',
  ToolMissing:
    'The server lacks a tool that the rotation needs (to change authorized_keys: awk, cmp, cp, mktemp or mv). Install it, then call RotateSecret.',
  KeyFileBusy: 'Another program keeps authorized_keys locked on the server. End it, then call RotateSecret.',
  LoginRefused:
    'The server took the new value but lets nobody log in with it. See whether sshd_config (AllowUsers, PermitRootLogin; for a key AuthorizedKeysFile), PAM or a lock keeps the account out, and mend that, then call RotateSecret.',
  CurrentRefused:
    'The server refuses the current value of the secret. Call RotateSecret: it sets a new one through the management credential.',
  NotAdministrator:
    'The account that logs on to the Windows server is no administrator. Register the server with one that is, then call RotateSecret.',
  NoKeysOnWindows:
    'The server is registered as Windows, where key pairs are not rotated. Make a secret with a password for it.',
  'EntityNotExist.User': 'The RAM user does not exist any more. Delete the secret.',
  'LimitExceeded.User.AccessKey':
    'The RAM user has two AccessKeys already. Delete the one that nobody uses (DeleteAccessKey), then call RotateSecret.',
  'Rejected.Disabled': 'The secret’s key is disabled. Enable it (EnableKey), then call RotateSecret.',
};

const otherwise = 'See the service’s log at the time of this event, then call RotateSecret.';

/** What has to be done depends on what exactly was found. */
const toldInDetail = new Set(['no-algorithm']);

/** The failure as reported to people. */
export function failureOf(code: string, detail?: string): RotationFailure {
  const action = actions[code] ?? otherwise;
  if (detail === undefined || !toldInDetail.has(code)) return { code, whatToDo: action };
  return { code, whatToDo: `The server was not reached: ${detail}. ${action}` };
}
