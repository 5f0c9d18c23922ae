import { findAccount } from './password-account.ts';

/**
 * Puts back what a rotation has changed in the account `$1`. Standard input: its line of shadow(5) before the rotation,
 * then the line that the rotation has written, which may be empty. Hash, lock and day of change each go back only where
 * they are still what the rotation wrote. Prints `seen` when the former hash is there.
 *
 * Exits with 88 when the state is unknown or cannot be put back, 106 when another password has been set in the
 * meantime, 107 when the former hash is there but the account has been locked in the meantime.
 */
export const passwordUndoScript = `${findAccount}
IFS= read -r former
IFS= read -r written
new=
trap 'rm -f "$new"' EXIT
bare() {
  text=$1
  while [ "\${text#!}" != "$text" ]; do text=\${text#!}; done
  printf '%s\\n' "$text"
}
# chpasswd takes the locks of the shadow database; where there is none, nobody else does either.
put_back() {
  printf '%s:%s\\n' "$user" "$1" | chpasswd -e && chage -d "\${2:--1}" "$user"
}
rewrite() {
  file=/etc/passwd from=3
  if [ -e /etc/shadow ]; then file=/etc/shadow from=4; fi
  new=$(mktemp "$file.XXXXXX") && cp -p "$file" "$new" || return
  while IFS= read -r line || [ -n "$line" ]; do
    if [ "\${line%%:*}" = "$user" ]; then
      rest=$(printf '%s\\n' "$line" | cut -d : -f "$from-")
      [ "$from" = 3 ] || rest=$2:$rest
      line=$user:$1:$rest
    fi
    printf '%s\\n' "$line"
  done <"$file" >"$new"
  { sync "$new" 2>/dev/null || sync; } && mv -f "$new" "$file"
}
now=$(known) || exit 88
hash=$(field 2 "$now") day=$(field 3 "$now")
old=$(field 2 "$former")
lock=\${hash%"$(bare "$hash")"}
if [ "$(bare "$hash")" != "$(bare "$old")" ]; then
  [ -n "$written" ] || exit 88
  [ "$(bare "$hash")" = "$(bare "$(field 2 "$written")")" ] || exit 106
  case $old in '!'*) wanted=$old ;; *) wanted=$lock$old ;; esac
  [ "$day" != "$(field 3 "$written")" ] || day=$(field 3 "$former")
  put_back "$wanted" "$day" || rewrite "$wanted" "$day" || exit 88
  now=$(known)
  [ "$(field 2 "$now"):$(field 3 "$now")" = "$wanted:$day" ] || exit 88
fi
case $old in '!'*) lock= ;; esac
[ -z "$lock" ] || exit 107
echo seen
`;
