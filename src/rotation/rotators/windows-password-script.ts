/**
 * Looks at the local user `$user`, then does `work`. Ends with 81 when there is no such user, 82 when the password policy refuses the password, 86
 * when the one who logs on is no administrator.
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

// The password meets no cmdlet before it is a SecureString: module logging would write it down.
const setPassword = `
Set-LocalUser -Name $user -Password $secure
$account = Get-LocalUser -Name $user
`;
const secure = `$secure = [Net.NetworkCredential]::new('', $password).SecurePassword`;

/** Whether a local user lets anybody in: `$stdin` is the user. Ends with 101 when it has expired, 108 when it is disabled. */
export const windowsExamination = `
$user = $stdin
${withUser(refuseShutAccount)}`;

/**
 * Sets a local user's password: `$stdin` is the user in one line and the password in the next. Prints `entry` and when the password was set.
 * Ends as windowsExamination does, before anything is touched.
 */
export const windowsPasswordScript = `
$user, $password = $stdin -split "\`n"
${secure}
${withUser(`${refuseShutAccount.trim()}${setPassword}Write-Output "entry $($account.PasswordLastSet.Ticks)"`)}`;

/**
 * Sets the former password again: `$stdin` is the user, what the rotation has written, and the password. Windows keeps a user disabled.
 * Ends with 106 when somebody has set another password meanwhile, 109 when the former one is there and somebody has disabled the user.
 */
export const windowsUndoScript = `
$user, $written, $password = $stdin -split "\`n"
${secure}
${withUser(`
if ($account.PasswordLastSet.Ticks -ne $written) { exit 106 }${setPassword}if (-not $account.Enabled) { exit 109 }
Write-Output 'seen'`)}`;
