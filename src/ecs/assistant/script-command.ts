import { accountEntry } from '../account-entry.api.ts';
import { LaunchFailure, type AssistantCommand } from '../ecs.api.ts';

const interpreter = '/bin/sh -c "$script" sallyport "$@"';
const asRoot = '[ "$(id -u)" = 0 ]';

// Each launcher's positional parameters: its own, the script, the script's. Root becomes another user by whatever the host has for it;
// the first way that works is taken.
const asLoginUser = `script=$1; shift; exec ${interpreter}`;
const noPassword = 'sudo -n /bin/sh -c : </dev/null >/dev/null 2>&1';
const elevated = `
script=$1
shift
if ${asRoot}; then exec ${interpreter}; fi
${noPassword} || exit ${LaunchFailure.cannotBecomeRoot}
exec sudo -n ${interpreter}
`;
// The password is the first line of standard input; `read` takes no byte more. sudo is asked for nothing first, so that it never takes the
// script's own input for a second attempt, and with `-k`, so that it always reads the line.
const elevatedByPassword = `
script=$1
shift
unset password
IFS= read -r password
if ${asRoot}; then exec ${interpreter}; fi
if ${noPassword}; then exec sudo -n ${interpreter}; fi
ask() { sudo -k -S -p '' "$@" 2>/dev/null; }
printf '%s\\n' "$password" | ask /bin/sh -c : >/dev/null || exit ${LaunchFailure.cannotBecomeRoot}
{ printf '%s\\n' "$password"; exec cat; } | sudo -k -S -p '' ${interpreter}
`;
const asUser = `${accountEntry}
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
user=$1 script=$2
shift 2
entry=$(account_entry passwd "$user")
case $? in
  0) ;;
  1) exit ${LaunchFailure.noSuchUser} ;;
  *) exit ${LaunchFailure.cannotBecomeUser} ;;
esac
HOME=$(printf '%s\\n' "$entry" | cut -d : -f 6)
USER=$user LOGNAME=$user
export PATH HOME USER LOGNAME
cd "$HOME" 2>/dev/null || cd /
if [ "$(id -u "$user")" = 0 ]; then exec ${interpreter}; fi
if runuser -u "$user" -- true </dev/null >/dev/null 2>&1; then exec runuser -u "$user" -- ${interpreter}; fi
if sudo -n -H -u "$user" true </dev/null >/dev/null 2>&1; then exec sudo -n -H -u "$user" ${interpreter}; fi
if su -s /bin/sh "$user" -c true </dev/null >/dev/null 2>&1; then
  exec su -s /bin/sh "$user" -c 'script=$1; shift; exec ${interpreter}' sallyport "$script" "$@"
fi
exit ${LaunchFailure.cannotBecomeUser}
`;

type Script = Pick<AssistantCommand, 'script' | 'arguments' | 'runAs'>;

/**
 * The command line that has the login shell of any user run the script by `/bin/sh`. `withPassword`: the first line of standard input is
 * what sudo may ask for.
 */
export function scriptCommand(
  { script, arguments: parameters = [], runAs = 'root' }: Script,
  withPassword = false,
): string {
  if (runAs === 'login-user') return commandLine(asLoginUser, script, ...parameters);
  const launcher = withPassword ? elevatedByPassword : elevated;
  if (runAs === 'root') return commandLine(launcher, script, ...parameters);
  return commandLine(launcher, asUser, runAs.user, script, ...parameters);
}

function commandLine(launcher: string, ...parameters: readonly string[]): string {
  return ['/bin/sh', '-c', ...[launcher, 'sallyport', ...parameters].map(quote)].join(' ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
