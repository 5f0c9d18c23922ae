/**
 * A function for shell scripts that run as root. `guarded PATH` prints the path with its symbolic links resolved. It
 * returns 1 as soon as anybody but root can write to a folder on the way, before it enters that folder, so nobody can
 * put another file in its place. What does not exist yet, only root can create.
 */
export const guardedPath = `
only_root_writes() {
  [ -e "$1/." ] || return 0
  set -- $(ls -ldn "$1/.")
  [ "$3" = 0 ] || return 1
  case $1 in d????-??-*) return 0 ;; esac
  return 1
}
guarded() {
  rest=$1 at= links=0
  while [ -n "$rest" ]; do
    name=\${rest%%/*}
    case $rest in */*) rest=\${rest#*/} ;; *) rest= ;; esac
    case $name in
      '' | .) continue ;;
      ..) at=\${at%/*}; continue ;;
    esac
    only_root_writes "$at" || return 1
    if [ -h "$at/$name" ]; then
      links=$((links + 1))
      [ "$links" -le 40 ] || return 1
      name=$(readlink "$at/$name") || return 1
      case $name in /*) at= ;; esac
      rest=$name/$rest
    else
      at=$at/$name
    fi
  done
  printf '%s\\n' "$at"
}
`;
