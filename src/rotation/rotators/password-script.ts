import { findAccount, refuseShutAccount } from './password-account.ts';

/**
 * Sets a password: `$1` is the user; standard input is the line `user:password` for chpasswd(8), or for the passwd of a BusyBox that has no
 * chpasswd. Prints `entry` with the line of shadow(5) that it has led to, and `seen` when that is another one than before: each hash has a salt
 * of its own. Ends with 82 when the host does not take the password and what it knows of the account is as it was, 88 when that cannot be told,
 * 103 without a tool, and as refuseShutAccount says, before anything is touched.
 */
export const passwordScript = `${findAccount}${refuseShutAccount}
if command -v chpasswd >/dev/null 2>&1; then
  chpasswd
elif command -v passwd >/dev/null 2>&1; then
  IFS= read -r line
  printf '%s\\n' "\${line#*:}" "\${line#*:}" | passwd "$user"
else
  exit 103
fi
status=$?
after=$(known) || after=
if [ -n "$after" ] && [ "$after" != "$entry" ]; then printf 'entry %s\\n' "$after"; fi
if [ $status = 0 ]; then
  if [ -n "$entry" ] && [ -n "$after" ] && [ "$after" != "$entry" ]; then echo seen; fi
  exit 0
fi
[ -n "$entry" ] && [ "$after" = "$entry" ] && exit 82
exit 88
`;
