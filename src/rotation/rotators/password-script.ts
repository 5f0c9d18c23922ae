import { findAccount, refuseShutAccount } from './password-account.ts';

/**
 * Sets a password. `$1` is the user. Standard input is the line `user:password` for chpasswd(8), or for the passwd of a
 * BusyBox that has no chpasswd. When the account's line of shadow(5) has changed, prints `entry` and the new line and,
 * on success, `seen`. Each hash has its own salt, so the line changes even for the same password.
 *
 * Exits with 82 when the host refuses the password and the line is unchanged, 88 when it refuses the password and the
 * line is unknown or has changed, 103 when there is no tool. Before anything is touched it exits with the codes of
 * refuseShutAccount.
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
