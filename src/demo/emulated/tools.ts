/**
 * The commands that an emulated instance puts first on PATH, by name. They are POSIX sh, so they run wherever its
 * sessions run, and act on the instance's own accounts. Nothing here is a security boundary: all its accounts are one
 * user of the machine.
 */
export function emulatedTools(folder: string, hostName: string): Record<string, string> {
  const settings = `folder=${quote(folder)}\nhost=${quote(hostName)}\n`;
  return Object.fromEntries(
    Object.entries(tools).map(([name, body]) => [name, `#!/bin/sh\n# Of an emulated instance.\n${settings}${body}`]),
  );
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

// The lines go through named pipes, so no secret is in an argument or on disk. Each request is one line, short enough
// to be written atomically (512 bytes are guaranteed); the answer comes on the request's own pipe.
const chpasswd = `
case \${1-} in -*) echo "chpasswd: this emulated instance knows no options" >&2; exit 2 ;; esac
[ "$EMULATED_USER" = root ] || { echo "chpasswd: Permission denied." >&2; exit 1; }
answer=$folder/control/answer.$$
mkfifo -m 600 "$answer" || exit 1
trap 'rm -f "$answer"' EXIT
exec 4<>"$answer"
status=0
while IFS= read -r line || [ -n "$line" ]; do
  verdict='line too long'
  if [ \${#line} -le 400 ]; then
    printf '%s %s\\n' "$$" "$line" >"$folder/control/requests"
    IFS= read -r verdict <&4
  fi
  [ "$verdict" = changed ] || { echo "chpasswd: $verdict" >&2; status=1; }
done
exit $status
`;

// The shadow database of the machine itself must not be shown; that of the instance is not a file.
const getent = `
[ "\${1-}" != shadow ] || exit 2
if [ "\${1-}" != passwd ]; then
  for real in /usr/bin/getent /bin/getent; do [ -x "$real" ] && exec "$real" "$@"; done
  echo "getent: unknown database: \${1-}" >&2
  exit 1
fi
shift
[ $# -gt 0 ] || exec cat "$folder/etc/passwd"
status=0
for key do
  awk -F: -v key="$key" '$1 == key || $3 == key { print; found = 1 } END { exit !found }' "$folder/etc/passwd" || status=2
done
exit $status
`;

const sudo = `
user=root
while [ $# -gt 0 ]; do
  case $1 in
    -n | -E | -H | -S) shift ;;
    -u) user=$2; shift 2 ;;
    --) shift; break ;;
    -*) echo "sudo: this emulated instance does not know $1" >&2; exit 1 ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || { echo "sudo: no command" >&2; exit 1; }
[ "$EMULATED_USER" = root ] || grep -qx "$EMULATED_USER" "$folder/etc/sudoers" || { echo "sudo: a password is required" >&2; exit 1; }
entry=$(getent passwd "$user") || { echo "sudo: unknown user $user" >&2; exit 1; }
home=\${entry%:*}
exec env EMULATED_USER="$user" USER="$user" LOGNAME="$user" HOME="\${home##*:}" "$@"
`;

// All files of an emulated instance have one owner on the machine; this only checks owner, files and permission.
const chown = `
while [ $# -gt 0 ]; do
  case $1 in --) shift; break ;; -*) shift ;; *) break ;; esac
done
[ $# -ge 2 ] || { echo "chown: missing operand" >&2; exit 1; }
owner=\${1%%:*}
[ -z "$owner" ] || getent passwd "$owner" >/dev/null || { echo "chown: invalid user: '$1'" >&2; exit 1; }
shift
for file do
  [ -e "$file" ] || [ -h "$file" ] || { echo "chown: cannot access '$file': No such file or directory" >&2; exit 1; }
  [ "$EMULATED_USER" = root ] || [ "\${owner:-$EMULATED_USER}" = "$EMULATED_USER" ] || { echo "chown: changing ownership of '$file': Operation not permitted" >&2; exit 1; }
done
`;

const id = `
form=
case \${1-} in -u | -g | -un | -nu | -gn | -ng) form=$1; shift ;; -*) echo "id: this emulated instance does not know $1" >&2; exit 1 ;; esac
entry=$(getent passwd "\${1-$EMULATED_USER}") || { echo "id: '\${1-}': no such user" >&2; exit 1; }
name=\${entry%%:*}
number=$(printf %s "$entry" | cut -d: -f3)
case $form in
  -u | -g) echo "$number" ;;
  -*) echo "$name" ;;
  *) echo "uid=$number($name) gid=$number($name) groups=$number($name)" ;;
esac
`;

const whoami = `
echo "$EMULATED_USER"
`;

const hostname = `
echo "$host"
`;

const tools = { chpasswd, getent, sudo, chown, id, whoami, hostname };
