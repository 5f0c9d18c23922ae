/** Whether a password of the user `$1` could be set: changes nothing. Ends with 81 without the user, 87 without the tool or the right. */
export const passwordRehearsal = `
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
entry=$(getent passwd "$1") && [ "\${entry%%:*}" = "$1" ] || exit 81
[ "$(id -u)" = 0 ] && command -v chpasswd >/dev/null 2>&1 || exit 87
`;

/**
 * Whether the authorized_keys of the user `$1` could be changed, as that user: changes nothing. Ends with 81 without the user, 83 without a
 * home, 84 where nothing can be written.
 */
export const authorizedKeysRehearsal = `
entry=$(getent passwd "$1") && [ "\${entry%%:*}" = "$1" ] || exit 81
home=$(printf '%s\\n' "$entry" | cut -d : -f 6)
[ -d "$home" ] || exit 83
folder=$home/.ssh
[ -d "$folder" ] || { [ -w "$home" ] || exit 84; exit 0; }
[ -r "$folder" ] || exit 84
file=$folder/authorized_keys
if [ -h "$file" ]; then file=$(readlink -f "$file") || exit 84; fi
if [ -e "$file" ]; then [ -f "$file" ] && [ -O "$file" ] || exit 84; fi
[ -w "\${file%/*}" ] || exit 84
`;
