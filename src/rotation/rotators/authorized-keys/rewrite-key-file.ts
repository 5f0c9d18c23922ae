import { holds, keyOfLine } from './key-lines.ts';

/**
 * What to do to a file:
 * - `add`: puts the new key next to each line of the old one, with its options.
 * - `begin`: adds the new key, whether or not the old one is there.
 * - `replace`: replaces the old key with the new one.
 * - `remove`: removes the old key.
 * - `try`: changes nothing, only checks that `add` could write.
 */
export type KeyFileAction = 'add' | 'begin' | 'replace' | 'remove' | 'try';

/**
 * A function for shell scripts. `rewrite FILE MODE` does `$action` to the file, which must not be a symbolic link.
 * `MODE` is for a new file. Standard input: the type and value of the old key, then the line of the new one, which may
 * be empty.
 *
 * The file is replaced in one step. Its owner, its mode, all other keys, their options, comments and line endings stay.
 * Doing it twice changes nothing more: a key that is there is not added again.
 *
 * Exits with 84 when a file cannot be changed, 85 when another program has it locked, 89 when interrupted, 95 when a
 * tool is missing, 96 when one file could not be changed after another had been.
 */
export const rewriteKeyFile = `
umask 077
set -f
LC_ALL=C
export LC_ALL
for tool in awk cmp cp mktemp mv; do command -v "$tool" >/dev/null 2>&1 || exit 95; done
${holds}
IFS= read -r old
IFS= read -r line
fresh= changed=
unable() { [ -z "$changed" ] || exit 96; exit "\${1:-84}"; }
trap '[ -z "$fresh" ] || rm -f "$fresh"' EXIT
trap 'exit 89' HUP INT TERM
# BusyBox has no flock -w.
lock() {
  [ -r "$1" ] || unable
  exec 9<"$1"
  command -v flock >/dev/null 2>&1 || return 0
  waited=0
  until flock -n 9; do
    waited=$((waited + 1))
    [ "$waited" -le 10 ] || unable 85
    sleep 1
  done
}
added() {
  set -- "$1" $line
  [ $# -lt 3 ] || holds "$2 $3" "$1" || printf '%s\\n' "$line"
}
written() {
  action=$action old=$old add=$(added "$1") awk '${keyOfLine}
    function put() {
      if (ENVIRON["add"] == "") return
      if (options != "") options = options " "
      print options ENVIRON["add"]
      isPlaced = 1
    }
    {
      isOld = (key($0) == ENVIRON["old"])
      if (!isOld || ENVIRON["action"] == "add" || ENVIRON["action"] == "begin") print
      if (isOld && ENVIRON["action"] != "remove") put()
    }
    END { options = ""; if (ENVIRON["action"] == "begin" && !isPlaced) put() }
  ' <"$1"
}
rewrite() {
  file=$1 folder=\${1%/*}/ former=$1
  [ -w "$folder" ] || unable
  [ "$action" != try ] || return 0
  lock "$folder"
  fresh=$(mktemp "$folder.\${file##*/}.XXXXXX") || unable
  if [ -e "$file" ]; then
    cp -p "$file" "$fresh" || unable
    [ -w "$fresh" ] || chmod u+w "$fresh"
  else
    chmod "$2" "$fresh"
    former=/dev/null
  fi
  written "$former" >"$fresh" || unable
  if ! cmp -s "$former" "$fresh"; then
    [ ! -e "$file" ] || [ -w "$file" ] || chmod u-w "$fresh"
    sync "$fresh" 2>/dev/null || sync
    mv -f "$fresh" "$file" || unable
    changed=yes
    sync "$folder" 2>/dev/null || sync
  fi
  rm -f "$fresh"
  fresh=
}
`;
