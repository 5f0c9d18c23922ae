/**
 * Sets a local user's password: `$stdin` is the user in one line and the password in the next. Ends with 81 when there is no such user, 82
 * when the password policy refuses it, 86 when the one who logs on is no administrator. The password meets no cmdlet before it is a
 * SecureString: module logging would write it down.
 */
export const windowsPasswordScript = `
$user, $password = $stdin -split "\`n"
$secure = [Net.NetworkCredential]::new('', $password).SecurePassword
try { Set-LocalUser -Name $user -Password $secure } catch {
  switch -Wildcard ($_.FullyQualifiedErrorId) {
    'UserNotFound,*' { exit 81 }
    'InvalidPassword,*' { exit 82 }
    'AccessDenied,*' { exit 86 }
  }
  throw
}
`;
