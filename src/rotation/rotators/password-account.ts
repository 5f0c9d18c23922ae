import { accountEntry } from '../../ecs/account-entry.api.ts';

/**
 * The beginning of a password script: finds the account `$1`. `known` prints what the host knows about it as a line of
 * shadow(5), even where the hash is in /etc/passwd. `field` prints one field of such a line. Exits with 81 when there
 * is no such user, 94 when that is unknown.
 */
export const findAccount = `
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
set -f
user=$1
${accountEntry.trim()}
field() { printf '%s\\n' "$2" | cut -d : -f "$1"; }
known() {
  account_entry shadow "$user" && return
  line=$(account_entry passwd "$user") || return
  line=$(field 2 "$line")
  case $line in '' | x | '*') return 1 ;; esac
  printf '%s:%s:::::::\\n' "$user" "$line"
}
account_entry passwd "$user" >/dev/null
case $? in
  0) ;;
  1) exit 81 ;;
  *) exit 94 ;;
esac
`;

/**
 * Refuses an account that lets nobody in whatever its password is, as PAM and sshd see it. `$entry` is what is known
 * about it. Exits with 100 when the account is locked (a `!` before a hash; without a hash it just has no password),
 * 101 when it has expired, 102 when its password expired too long ago.
 */
export const refuseShutAccount = `
entry=$(known) || entry=
case $(field 2 "$entry") in '!'*[!*!]*) exit 100 ;; esac
today=$(($(date +%s) / 86400))
expires=$(field 8 "$entry")
[ "\${expires:-0}" -le 0 ] || [ "$today" -lt "$expires" ] || exit 101
changed=$(field 3 "$entry") longest=$(field 5 "$entry") inactive=$(field 7 "$entry")
if [ "\${changed:-0}" -gt 0 ] && [ "\${longest:--1}" -ge 0 ] && [ "\${inactive:--1}" -ge 0 ]; then
  [ "$today" -le $((changed + longest + inactive)) ] || exit 102
fi
`;

/** Whether the account `$1` lets anybody in. Exits with 0, or with a code of the parts above. */
export const accountExamination = findAccount + refuseShutAccount;
