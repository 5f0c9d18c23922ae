import { setTimeout as delay } from 'node:timers/promises';
import { childIn, evaluate } from './expressions.ts';
import { SecureString, UnknownScript, type Scope } from './powershell-scope.ts';

type Cmdlet = (scope: Scope, captures: string[]) => Promise<void>;

const setLocalUserCommand = 'Microsoft.PowerShell.Commands.SetLocalUserCommand';

/** The commands that our scripts use, and a few for the commands that users of RunCommand write. */
export const cmdlets: readonly (readonly [RegExp, Cmdlet])[] = [
  [/^\[Console\]::OutputEncoding = \[Text\.UTF8Encoding\]::new\(\$false\)$/, async () => undefined],
  [/^Set-LocalUser -Name \$(\w+) -Password \$(\w+)$/, setLocalUser],
  [/^Set-Location -LiteralPath \$(\w+)$/, setLocation],
  [
    /^\[IO\.File\]::WriteAllText\(\$(\w+), \$(\w+), \[Text\.Encoding\]::UTF8\)$/,
    async (scope, [path = '', text = '']) =>
      void scope.surroundings.machine.files.set(scope.text(path), scope.text(text)),
  ],
  [
    /^Remove-Item -LiteralPath \$(\w+)$/,
    async (scope, [path = '']) => void scope.surroundings.machine.files.delete(scope.text(path)),
  ],
  [/^taskkill\.exe \/t \/f \/pid \$(\w+)\.Id >\$null$/, (scope, [name = '']) => childIn(scope, name).kill()],
  [
    /^Write-Output (.+)$/,
    async (scope, [text = '']) => scope.surroundings.output.stdout(`${await evaluate(text, scope)}\r\n`),
  ],
  [
    /^\[Console\]::Error\.WriteLine\('([^']*)'\)$/,
    async (scope, [text]) => scope.surroundings.output.stderr(`${text}\r\n`),
  ],
  [/^\(Get-Location\)\.Path$/, async (scope) => scope.surroundings.output.stdout(`${scope.folder}\r\n`)],
  [/^whoami$/, whoAmI],
  [
    /^Start-Sleep -Seconds (\d+)$/,
    async ({ surroundings: { signal } }, [seconds]) =>
      void (await delay(1_000 * Number(seconds), undefined, { signal })),
  ],
];

async function whoAmI({ surroundings: { machine, user, output } }: Scope): Promise<void> {
  output.stdout(`${machine.name}\\${user.name}\r\n`.toLowerCase());
}

async function setLocation(scope: Scope, [path = '']: string[]): Promise<void> {
  const wanted = scope.text(path);
  const folder = scope.surroundings.machine.folder(wanted);
  if (folder === undefined)
    return scope.fail('PathNotFound', `Cannot find path '${wanted}' because it does not exist.`);
  scope.folder = folder;
}

async function setLocalUser(scope: Scope, [name = '', password = '']: string[]): Promise<void> {
  const { machine, user } = scope.surroundings;
  const wanted = scope.get(password);
  if (!(wanted instanceof SecureString)) throw new UnknownScript('a password that is no SecureString');
  const fault = machine.nextFault();
  if (fault === 'connection-lost') return loseConnection(scope);
  const isAllowed = fault !== 'access-denied' && (user.administrator || user.name === 'Administrator');
  if (!isAllowed) return scope.fail(`AccessDenied,${setLocalUserCommand}`, 'Access denied.');
  changePassword(scope, scope.text(name), wanted.text, fault === 'no-effect');
  if (fault === 'answer-lost') await loseConnection(scope);
}

function changePassword(scope: Scope, name: string, password: string, pretend: boolean): void {
  const { users } = scope.surroundings.machine;
  if (!users.find(name)) return scope.fail(`UserNotFound,${setLocalUserCommand}`, `User ${name} was not found.`);
  if (!users.takes(name, password)) {
    const message = 'Unable to update the password. The value provided does not meet the requirements.';
    return scope.fail(`InvalidPassword,${setLocalUserCommand}`, message);
  }
  if (!pretend) users.setPassword(name, password);
}

// Nothing after this reaches the client.
function loseConnection({ surroundings }: Scope): Promise<never> {
  surroundings.machine.dropConnections();
  return new Promise(() => undefined);
}
