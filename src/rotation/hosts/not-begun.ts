/** The code of an account whose password has to be changed before anything else is done. */
export const passwordExpired = 'PasswordExpired';

/** What sshd, PAM and nologin(8) say in the place of a script: OpenSSH 9.2, Linux-PAM 1.5, util-linux 2.38, BusyBox 1.35. */
const signs: readonly (readonly [string, RegExp])[] = [
  [passwordExpired, /password.{0,40}expired|password change required|change your password/i],
  ['NoLoginShell', /account is (currently )?not available/i],
];

/** The code of a server that let somebody log on and ran something else than what was sent, of which it has `said` this. */
export function notBegunCode(said: string): string {
  const [code = 'OtherCommand'] = signs.find(([, sign]) => sign.test(said)) ?? [];
  return code;
}
