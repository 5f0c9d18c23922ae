/**
 * Sets a password: `$1` is the user; standard input is the line `user:password` for chpasswd(8). Ends with 81 when there is no such
 * user, 82 when the host does not take the password.
 */
export const passwordScript = `
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
entry=$(getent passwd "$1") && [ "\${entry%%:*}" = "$1" ] || exit 81
chpasswd || exit 82
`;
