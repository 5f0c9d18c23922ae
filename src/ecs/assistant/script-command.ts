import { accountEntry } from '../account-entry.api.ts';
import { LaunchFailure } from '../ecs.api.ts';

// Reads a script from standard input, after the number of its lines, and runs it. `read` takes no byte more than its line, so that what
// follows is the script's own input; nothing of a script that was cut off is run.
const runScript =
  'script=$(IFS= read -r lines && while [ "$lines" -gt 0 ]; do' +
  ' IFS= read -r line || exit 1; printf "%s\\n" "$line"; lines=$((lines - 1));' +
  ' done) && eval "$script"';

const shell = `/bin/sh -c '${runScript}' sallyport`;

/** The command line for the login shell of any user, the same for every script. */
export const scriptCommand = `exec ${shell}`;

/** What a script shows when it begins. */
export const beginningSign = 'sallyport: begun\n';

/** Stands before the first script. Who echoes what he reads does not show the sign. */
export const tellBeginning = `printf 'sallyport: %s\\n' begun`;

const asRoot = '[ "$(id -u)" = 0 ]';
const noPassword = 'sudo -n /bin/sh -c : </dev/null >/dev/null 2>&1';

/** Goes on as root with the next script on standard input. */
export const elevated = `
if ${asRoot}; then exec ${shell}; fi
${noPassword} || exit ${LaunchFailure.cannotBecomeRoot}
exec sudo -n ${shell}
`;

/**
 * Goes on as root, for which sudo may ask for the password, the first line of standard input. sudo is asked for nothing first, so that it
 * never takes the script's own input for a second attempt, and with `-k`, so that it always reads the line.
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

/** Root goes on as the user `$1`, by whatever the host has for it; the first way that works is taken. */
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

/** A script with its `$1`, `$2`, … as the command line reads it from standard input. */
export function scriptInput(script: string, parameters: readonly string[] = []): string {
  const text = `set -- ${parameters.map(quote).join(' ')}\n${script}`;
  return `${text.split('\n').length}\n${text}\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
