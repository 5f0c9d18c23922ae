import { randomUUID } from 'node:crypto';
import { ChildProcess } from './child-process.ts';
import type { LocalAccount } from './local-users.ts';
import { SecureString, UnknownScript, type Scope } from './powershell-scope.ts';
import { homeOf } from './windows-machine.ts';

type Expression = (scope: Scope, captures: string[]) => unknown;

/** The value of an expression in one of the forms that our scripts use. @throws UnknownScript for any other form */
export async function evaluate(text: string, scope: Scope): Promise<unknown> {
  for (const [pattern, value] of expressions) {
    const captures = pattern.exec(text)?.slice(1);
    if (captures) return value(scope, captures);
  }
  throw new UnknownScript(text);
}

export function isTrue(value: unknown): boolean {
  return value !== undefined && value !== '' && value !== 0 && value !== false;
}

const expressions: readonly (readonly [RegExp, Expression])[] = [
  [/^'([^']*)'$/, (_scope, [text]) => text],
  [/^(-?\d+)$/, (_scope, [digits]) => Number(digits)],
  [/^\$(\w+)$/, (scope, [name = '']) => scope.get(name)],
  [/^"entry \$\(\$(\w+)\.PasswordLastSet\.Ticks\)"$/, (scope, [name = '']) => `entry ${ticksOf(scope, name)}`],
  [/^"((?:`.|[^"`])*)"$/, (scope, [text = '']) => expand(text, scope)],
  [/^\$(\w+) -split "`n"$/, (scope, [name = '']) => scope.text(name).split('\n')],
  [/^\$(\w+) -split "`n", (\d+)$/, (scope, [name = '', parts]) => split(scope.text(name), Number(parts))],
  [
    /^\[Text\.Encoding\]::UTF8\.GetString\(\[Convert\]::FromBase64String\(\$(\w+)\)\)$/,
    (scope, [name = '']) => Buffer.from(scope.text(name), 'base64').toString(),
  ],
  [/^\[Text\.UTF8Encoding\]::new\(\$false\)$/, () => 'UTF-8'],
  [
    /^\[Net\.NetworkCredential\]::new\('', \$(\w+)\)\.SecurePassword$/,
    (scope, [name = '']) => new SecureString(scope.text(name)),
  ],
  [/^Get-LocalUser -Name \$(\w+)$/, (scope, [name = '']) => getLocalUser(scope, scope.text(name))],
  [/^\$(\w+)\.Enabled$/, (scope, [name = '']) => accountIn(scope, name).enabled],
  [/^-not \$(\w+)\.Enabled$/, (scope, [name = '']) => !accountIn(scope, name).enabled],
  [
    /^\$(\w+)\.AccountExpires -and \$\1\.AccountExpires -lt \[DateTime\]::Now$/,
    (scope, [name = '']) => Number(accountIn(scope, name).accountExpires ?? Infinity) < Date.now(),
  ],
  [
    /^\$(\w+)\.PasswordLastSet\.Ticks -ne \$(\w+)$/,
    (scope, [name = '', ticks = '']) => ticksOf(scope, name) !== scope.text(ticks),
  ],
  [/^\$_\.FullyQualifiedErrorId$/, (scope) => scope.error?.id],
  [/^\[IO\.Path\]::GetTempPath\(\) \+ \[Guid\]::NewGuid\(\) \+ '\.ps1'$/, (scope) => newScriptPath(scope)],
  [/^\$(\w+)\.Handle$/, (scope, [name = '']) => childIn(scope, name) && 1],
  [/^\$(\w+)\.ExitCode$/, (scope, [name = '']) => childIn(scope, name).code],
  [
    /^\$(\w+)\.WaitForExit\(1000 \* \$(\w+)\)$/,
    (scope, [name = '', seconds = '']) => childIn(scope, name).waitForExit(1_000 * Number(scope.text(seconds))),
  ],
];

export function childIn(scope: Scope, name: string): ChildProcess {
  const value = scope.get(name);
  if (!(value instanceof ChildProcess)) throw new UnknownScript(`$${name} where a process is wanted`);
  return value;
}

function getLocalUser(scope: Scope, name: string): LocalAccount | undefined {
  const { users } = scope.surroundings.machine;
  if (users.find(name)) return users.account(name);
  scope.fail('UserNotFound,Microsoft.PowerShell.Commands.GetLocalUserCommand', `User ${name} was not found.`);
  return undefined;
}

function accountIn(scope: Scope, name: string): LocalAccount {
  const value = scope.get(name);
  if (typeof value !== 'object' || value === null || !('passwordLastSet' in value))
    throw new UnknownScript(`$${name} where a user is wanted`);
  return value as LocalAccount;
}

function ticksOf(scope: Scope, name: string): string {
  return String(accountIn(scope, name).passwordLastSet);
}

function expand(text: string, scope: Scope): string {
  return text.replace(
    /`(.)|\$(\w+)/g,
    (_all, escaped: string | undefined, name: string) => escaped ?? scope.text(name),
  );
}

function split(text: string, parts: number): string[] {
  const lines = text.split('\n');
  return [...lines.slice(0, parts - 1), lines.slice(parts - 1).join('\n')];
}

function newScriptPath({ surroundings }: Scope): string {
  return `${homeOf(surroundings.user.name)}\\AppData\\Local\\Temp\\${randomUUID()}.ps1`;
}
