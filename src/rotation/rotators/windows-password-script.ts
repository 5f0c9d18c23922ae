/**
 * Finds the local user `$user`, then does `work`. Exits with 81 when there is no such user, 82 when the password policy
 * refuses the password, 86 when the user who logs on is not an administrator.
 */
const withUser = (work: string) => `
try {
  $account = Get-LocalUser -Name $user
  ${work.trim().replaceAll('\n', '\n  ')}
} catch {
  switch -Wildcard ($_.FullyQualifiedErrorId) {
    'UserNotFound,*' { exit 81 }
    'InvalidPassword,*' { exit 82 }
    'AccessDenied,*' { exit 86 }
  }
  throw
}
`;

const refuseShutAccount = `
if (-not $account.Enabled) { exit 108 }
if ($account.AccountExpires -and $account.AccountExpires -lt [DateTime]::Now) { exit 101 }
`;

// The password goes to no cmdlet before it is a SecureString, because module logging would record it.
const setPassword = `
Set-LocalUser -Name $user -Password $secure
$account = Get-LocalUser -Name $user
`;
const secure = `$secure = [Net.NetworkCredential]::new('', $password).SecurePassword`;

/**
 * Whether a local user lets anybody in. `$stdin` is the user. Exits with 101 when the user has expired, 108 when
 * disabled.
 */
export const windowsExamination = `
$user = $stdin
${withUser(refuseShutAccount)}`;

/**
 * Sets a local user's password. `$stdin` is the user on one line and the password on the next. Prints `entry` and the
 * time the password was set. Before anything is touched it exits with the codes of windowsExamination.
 */
export const windowsPasswordScript = `
$user, $password = $stdin -split "\`n"
${secure}
${withUser(`${refuseShutAccount.trim()}${setPassword}Write-Output "entry $($account.PasswordLastSet.Ticks)"`)}`;

/**
 * Sets the former password again. `$stdin` is the user, what the rotation has written, and the password. A disabled
 * user stays disabled. Exits with 106 when another password has been set in the meantime, 109 when the former one is
 * there but the user has been disabled.
 */
export const windowsUndoScript = `
$user, $written, $password = $stdin -split "\`n"
${secure}
${withUser(`
if ($account.PasswordLastSet.Ticks -ne $written) { exit 106 }${setPassword}if (-not $account.Enabled) { exit 109 }
Write-Output 'seen'`)}`;
