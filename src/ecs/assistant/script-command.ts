import { accountEntry } from '../account-entry.api.ts';
import { LaunchFailure } from '../ecs.api.ts';

// Reads the number of lines and then that many lines of a script from standard input, and runs the script. `read`
// consumes no byte beyond its line, so what follows is the script's own input. A script that was cut off is not run at
// all.
const runScript =
  'script=$(IFS= read -r lines && while [ "$lines" -gt 0 ]; do' +
  ' IFS= read -r line || exit 1; printf "%s\\n" "$line"; lines=$((lines - 1));' +
  ' done) && eval "$script"';

const shell = `/bin/sh -c '${runScript}' sallyport`;

/** The command line for the login shell of any user, the same for every script. */
export const scriptCommand = `exec ${shell}`;

/** What a script prints when it begins. */
export const beginningSign = 'sallyport: begun\n';

/** Precedes the first script. A program that only echoes its input does not produce the sign. */
export const printBeginningSign = `printf 'sallyport: %s\\n' begun`;

const asRoot = '[ "$(id -u)" = 0 ]';
const noPassword = 'sudo -n /bin/sh -c : </dev/null >/dev/null 2>&1';

/** Continues as root with the next script on standard input. */
export const elevated = `
if ${asRoot}; then exec ${shell}; fi
${noPassword} || exit ${LaunchFailure.cannotBecomeRoot}
exec sudo -n ${shell}
`;

/**
 * Continues as root where sudo may ask for the password, which is the first line of standard input. sudo first runs a
 * no-op with the password as its only input, so it never takes the script's own input for a second attempt. `-k` makes
 * it read the line every time.
 */
export const elevatedByPassword = `
unset password
IFS= read -r password
if ${asRoot}; then exec ${shell}; fi
if ${noPassword}; then exec sudo -n ${shell}; fi
ask() { sudo -k -S -p '' "$@" 2>/dev/null; }
printf '%s\\n' "$password" | ask /bin/sh -c : >/dev/null || exit ${LaunchFailure.cannotBecomeRoot}
{ printf '%s\\n' "$password"; exec cat; } | sudo -k -S -p '' ${shell}
`;

/** Continues from root as the user `$1`, in the first way that works on the host. */
export const asUser = `${accountEntry}
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
user=$1
entry=$(account_entry passwd "$user")
case $? in
  0) ;;
  1) exit ${LaunchFailure.noSuchUser} ;;
  *) exit ${LaunchFailure.cannotBecomeUser} ;;
esac
number=\${entry#*:*:}
number=\${number%%:*}
HOME=\${entry%:*}
HOME=\${HOME##*:}
USER=$user LOGNAME=$user
export PATH HOME USER LOGNAME
cd "$HOME" 2>/dev/null || cd /
if [ "$number" = 0 ]; then exec ${shell}; fi
if runuser -u "$user" -- true </dev/null >/dev/null 2>&1; then exec runuser -u "$user" -- ${shell}; fi
if sudo -n -H -u "$user" true </dev/null >/dev/null 2>&1; then exec sudo -n -H -u "$user" ${shell}; fi
if su -s /bin/sh "$user" -c true </dev/null >/dev/null 2>&1; then exec su -s /bin/sh "$user" -c '${runScript}'; fi
exit ${LaunchFailure.cannotBecomeUser}
`;

/** A script with its `$1`, `$2`, … in the form that the command line reads from standard input. */
export function scriptInput(script: string, parameters: readonly string[] = []): string {
  const text = `set -- ${parameters.map(quote).join(' ')}\n${script}`;
  return `${text.split('\n').length}\n${text}\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
