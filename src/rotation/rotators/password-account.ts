import { accountEntry } from '../../ecs/account-entry.api.ts';

/**
 * The beginning of a password's script: finds the account `$1`. `known` prints what the host knows of it as a line of shadow(5), also where
 * the hash stands in /etc/passwd; `field` prints a field of such a line. Ends with 81 when there is no such user, 94 when that cannot be told.
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
 * Refuses an account that lets nobody in whatever its password is, as PAM and sshd see it; `$entry` is what is known of it. Ends with 100 when
 * it is locked (a `!` before a hash: without one it just has no password), 101 when it has expired, 102 when its password has for too long.
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

/** Whether the account `$1` lets anybody in. Ends with 0, or as these parts say. */
export const accountExamination = findAccount + refuseShutAccount;
