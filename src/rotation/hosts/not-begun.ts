/** The code of an account whose password must be changed before anything else. */
export const passwordExpired = 'PasswordExpired';

/**
 * Output of sshd, PAM and nologin(8) instead of a script's: OpenSSH 9.2, Linux-PAM 1.5, util-linux 2.38, BusyBox 1.35.
 */
const signs: readonly (readonly [string, RegExp])[] = [
  [passwordExpired, /password.{0,40}expired|password change required|change your password/i],
  ['NoLoginShell', /account is (currently )?not available/i],
];

/** The code for a server that let the user log on and ran something other than what was sent. `said` is its output. */
export function notBegunCode(said: string): string {
  const [code = 'OtherCommand'] = signs.find(([, sign]) => sign.test(said)) ?? [];
  return code;
}
