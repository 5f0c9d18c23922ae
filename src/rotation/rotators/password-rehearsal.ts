import { accountExamination } from './password-account.ts';

/**
 * Whether a password of the user `$1` could be set. Changes nothing, and prints `entry` and the account's line of
 * shadow(5) where that is known. Exits with 87 when not root, 103 when there is no tool, 105 when the shadow database
 * cannot be replaced, and with the codes of accountExamination.
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
