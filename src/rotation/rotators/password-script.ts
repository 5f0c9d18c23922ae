/**
 * Sets a password: `$1` is the user; standard input is the line `user:password` for chpasswd(8). Says `seen` when what the host knows of
 * the account has changed: each hash has a salt of its own. Ends with 81 when there is no such user, 82 when the host does not take the
 * password and what it knows of the account is as it was, 88 when that cannot be told.
 */
export const passwordScript = `
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
entry=$(getent passwd "$1") && [ "\${entry%%:*}" = "$1" ] || exit 81
known() { getent shadow "$1"; }
before=$(known "$1") || before=
if chpasswd; then
  [ -n "$before" ] && after=$(known "$1") && [ "$after" != "$before" ] && echo seen
  exit 0
fi
[ -n "$before" ] && [ "$(known "$1")" = "$before" ] && exit 82
exit 88
`;
