import { accountExamination } from './password-account.ts';

/**
 * Whether a password of the user `$1` could be set: changes nothing, and prints `entry` with the account's line of shadow(5) where that is known.
 * Ends with 87 without the right, 103 without a tool, 105 where the shadow database cannot be replaced, and as accountExamination says.
 */
export const passwordRehearsal = `${accountExamination}
[ "$(id -u)" = 0 ] || exit 87
command -v chpasswd >/dev/null 2>&1 || command -v passwd >/dev/null 2>&1 || exit 103
[ -n "$entry" ] || exit 0
if [ -e /etc/shadow ]; then
  [ -w /etc ] && [ -w /etc/shadow ] || exit 105
  if grep -qs ' /etc/shadow ' /proc/self/mounts; then exit 105; fi
fi
printf 'entry %s\\n' "$entry"
`;
