/**
 * A function for shell scripts: `account_entry passwd NAME`, or `shadow`, prints the account's line. Ends with 1 when there is no such
 * account, 2 when the host cannot tell. `getent` is asked where it is, else the file is read; the name is data and matches as a whole, for
 * `getent` takes one of digits for a user id. `getent shadow` answers who is not root as if there were no account.
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
