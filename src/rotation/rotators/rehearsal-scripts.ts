/** Whether a password of the user `$1` could be set: changes nothing. Ends with 81 without the user, 87 without the tool or the right. */
export const passwordRehearsal = `
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
entry=$(getent passwd "$1") && [ "\${entry%%:*}" = "$1" ] || exit 81
[ "$(id -u)" = 0 ] && command -v chpasswd >/dev/null 2>&1 || exit 87
`;
