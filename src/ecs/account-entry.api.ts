/**
 * A function for shell scripts: `account_entry passwd NAME`, or `account_entry shadow NAME`, prints the account's line.
 * It returns 1 when there is no such account and 2 when the host cannot tell.
 *
 * It asks `getent` where the host has it, and reads the file otherwise. The name is data and has to match as a whole,
 * because `getent` takes a name made of digits for a user id. To a caller other than root, `getent shadow` answers as
 * if there were no account.
 */
export const accountEntry = `
account_entry() {
  found=$(getent "$1" "$2" 2>/dev/null)
  case $? in
    0)
      [ "\${found%%:*}" = "$2" ] || return 1
      printf '%s\\n' "$found"
      return 0
      ;;
    2) return 1 ;;
  esac
  [ -r "/etc/$1" ] || return 2
  while IFS= read -r found || [ -n "$found" ]; do
    if [ "\${found%%:*}" = "$2" ]; then printf '%s\\n' "$found"; return 0; fi
  done <"/etc/$1"
  return 1
}
`;
