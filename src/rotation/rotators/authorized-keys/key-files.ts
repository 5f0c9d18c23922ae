import { accountEntry } from '../../../ecs/account-entry.api.ts';
import { guardedPath } from './guarded-path.ts';

/** What OpenSSH reads by default; dropbear reads the first. */
const defaults = '.ssh/authorized_keys .ssh/authorized_keys2';

/**
 * A function for shell scripts. `key_files USER` prints the files in which the server looks for the user's keys, in the
 * server's order, each preceded by its kind:
 * - `home`: below the user's home.
 * - `elsewhere`: in another place, on a path that only root can write to.
 * - `exposed`: in another place, and others can write to the path too.
 * - `shared`: one file for all users.
 *
 * Where root can ask sshd (sshd_config(5), AuthorizedKeysFile), it asks about a connection like this one; sudo removes
 * the connection's addresses from the environment. It reads none of the files and enters no folder below a home. Exits
 * with 81 when there is no such user, 94 when that is unknown.
 */
export const keyFiles = `
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
LC_ALL=C
export LC_ALL
set -f
${accountEntry}
${guardedPath}
connection() {
  if [ -n "\${SSH_CONNECTION-}" ]; then printf '%s\\n' "$SSH_CONNECTION"; return; fi
  process=$PPID
  while [ "\${process:-0}" -gt 1 ] && [ -r "/proc/$process/environ" ]; do
    tr '\\000' '\\n' <"/proc/$process/environ" | grep '^SSH_CONNECTION=.' | cut -d = -f 2 | grep . && return
    process=$(awk '/^PPid:/ { print $2 }' "/proc/$process/status")
  done
  echo '0.0.0.0 0 0.0.0.0 22'
}
patterns_of() {
  sshd=$(command -v sshd) || return
  set -- "$1" $(connection 2>/dev/null)
  set -- -T -C "user=$1,host=$2,addr=$2,laddr=$4,lport=$5"
  if [ "$(id -u)" = 0 ]; then "$sshd" "$@"; else sudo -n "$sshd" "$@"; fi </dev/null 2>/dev/null |
    sed -n 's/^authorizedkeysfile //p'
}
expand() {
  rest=$1 path= owned=no
  while :; do
    path=$path\${rest%%\\%*}
    case $rest in *%*) rest=\${rest#*%} ;; *) return 0 ;; esac
    case $rest in
      h*) path=$path$home owned=yes ;;
      u*) path=$path$user owned=yes ;;
      U*) path=$path$uid owned=yes ;;
      %*) path=$path% ;;
      *) return 1 ;;
    esac
    rest=\${rest#?}
  done
}
show() {
  expand "$1" || return 0
  base=\${home%/}
  case $path in
    /*) case $path in "\${base:-/no/home}"/*) kind=home ;; *) kind=elsewhere ;; esac ;;
    *) kind=home path=$base/$path owned=yes ;;
  esac
  if [ "$owned" = no ]; then kind=shared
  elif [ "$kind" = elsewhere ]; then guarded "$path" >/dev/null || kind=exposed
  fi
  printf '%s %s\\n' "$kind" "$path"
}
key_files() {
  user=$1
  entry=$(account_entry passwd "$user")
  case $? in
    0) ;;
    1) exit 81 ;;
    *) exit 94 ;;
  esac
  uid=$(printf '%s\\n' "$entry" | cut -d : -f 3)
  home=$(printf '%s\\n' "$entry" | cut -d : -f 6)
  patterns=$(patterns_of "$user")
  [ "$patterns" != none ] || return 0
  for pattern in \${patterns:-${defaults}}; do show "$pattern"; done
}
`;

/** Prints where the server looks for the keys of the user `$1`. */
export const findKeyFiles = `${keyFiles}
key_files "$1"
`;
