/**
 * Changes a user's authorized_keys, as that user: root would follow symbolic links that the user puts there. `$1` is the user, `$2` is
 * `add` or `remove`; standard input is the key's line, and for `add` a second line, the key whose options the new one takes over.
 *
 * The file is replaced in one step; its owner, its mode, all other keys, their options, comments and line ends stay. Doing it twice changes nothing more.
 * Ends with 80 without a key, 81 without the user, 83 without a home, 84 when the file cannot be changed, 85 when another one is at it,
 * 89 when it was interrupted.
 */
export const authorizedKeysScript = `
user=$1 action=$2
umask 077
set -f
second() { printf '%s\\n' "\${2-}"; }
IFS= read -r line || exit 80
IFS= read -r model || model=
key=$(second $line)
[ -n "$key" ] || exit 80
entry=$(getent passwd "$user") && [ "\${entry%%:*}" = "$user" ] || exit 81
home=$(printf '%s\\n' "$entry" | cut -d : -f 6)
[ -d "$home" ] || exit 83
folder=$home/.ssh
file=$folder/authorized_keys
if [ ! -d "$folder" ]; then
  [ "$action" = add ] || exit 0
  mkdir -m 700 "$folder" || exit 84
  if command -v restorecon >/dev/null 2>&1; then restorecon "$folder"; fi
fi
[ -r "$folder" ] || exit 84
exec 9<"$folder"
if command -v flock >/dev/null 2>&1; then flock -w 10 9 || exit 85; fi
if [ -h "$file" ]; then file=$(readlink -f "$file") || exit 84; fi
if [ -e "$file" ]; then
  [ -f "$file" ] && [ -O "$file" ] || exit 84
  old=$file
else
  [ "$action" = add ] || exit 0
  old=/dev/null
fi
new=$(mktemp "$file.XXXXXX") || exit 84
trap 'rm -f "$new"' EXIT
trap 'exit 89' HUP INT TERM
if [ "$old" = "$file" ]; then
  cp -p "$file" "$new" || exit 84
  [ -w "$new" ] || chmod u+w "$new"
fi
action=$action line=$line key=$key model=$(second $model) awk '
  function holds(blob,   i, field) {
    if (blob == "" || $0 ~ /^[ \\t]*#/) return 0
    for (i = 1; i <= NF; i++) {
      field = $i
      sub(/\\r$/, "", field)
      if (field == blob) return 1
    }
    return 0
  }
  ENVIRON["action"] == "remove" { if (!holds(ENVIRON["key"])) print; next }
  holds(ENVIRON["key"]) { found = 1 }
  holds(ENVIRON["model"]) {
    options = substr($0, 1, index($0, ENVIRON["model"]) - 1)
    sub(/[^ \\t]+[ \\t]+$/, "", options)
    sub(/^[ \\t]+/, "", options)
  }
  { print }
  END { if (ENVIRON["action"] == "add" && !found) print options ENVIRON["line"] }
' "$old" >"$new" || exit 84
if cmp -s "$old" "$new"; then exit 0; fi
[ "$old" = /dev/null ] || [ -w "$file" ] || chmod u-w "$new"
sync "$new" 2>/dev/null || sync
mv -f "$new" "$file" || exit 84
sync "$folder" 2>/dev/null || sync
`;
