import { ChildProcess } from './child-process.ts';
import { cmdlets } from './cmdlets.ts';
import { evaluate, isTrue } from './expressions.ts';
import { parse, type Statement } from './powershell-parser.ts';
import { Scope, ScriptError, ScriptExit, UnknownScript, type Surroundings } from './powershell-scope.ts';
import { homeOf } from './windows-machine.ts';

/** Exit code of a script in a form that is not known here; no other script ends with it. */
export const unknownScript = 9_009;

/**
 * Runs a script as the user, in the few forms that our own scripts use. Anything else is refused: a test must not pass
 * with a script that no PowerShell has understood. Returns the exit code.
 */
export async function runPowerShell(
  script: string,
  surroundings: Surroundings,
  { input = [], folder = homeOf(surroundings.user.name) }: { input?: readonly string[]; folder?: string } = {},
): Promise<number> {
  const scope = new Scope(surroundings, new Map([['input', input]]), folder);
  try {
    await runBlock(parse(script), scope);
    return 0;
  } catch (error) {
    return exitCodeOf(error, surroundings);
  }
}

function exitCodeOf(error: unknown, { output, signal }: Surroundings): number {
  if (error instanceof ScriptExit) return error.code;
  if (signal.aborted) return 1;
  if (error instanceof ScriptError) output.stderr(`${error.message}\r\n`);
  else if (error instanceof UnknownScript) output.stderr(`This emulated PowerShell does not know: ${error.text}\r\n`);
  else output.stderr(`This emulated PowerShell failed: ${String(error)}\r\n`);
  return error instanceof ScriptError ? 1 : unknownScript;
}

async function runBlock(statements: readonly Statement[], scope: Scope): Promise<void> {
  for (const statement of statements) await runStatement(statement, scope);
}

type Form = (scope: Scope, captures: string[], blocks: Statement['blocks']) => Promise<void>;

async function runStatement({ form, blocks }: Statement, scope: Scope): Promise<void> {
  for (const [pattern, run] of [...forms, ...cmdlets]) {
    const captures = pattern.exec(form)?.slice(1);
    if (captures) return run(scope, captures, blocks);
  }
  throw new UnknownScript(form);
}

const forms: readonly (readonly [RegExp, Form])[] = [
  [/^exit (.+)$/, async (scope, [code = '']) => Promise.reject(new ScriptExit(Number(await evaluate(code, scope))))],
  [/^throw$/, (scope) => Promise.reject(scope.error ?? new UnknownScript('throw outside of catch'))],
  [/^throw '([^']*)'$/, (_scope, [text = '']) => Promise.reject(new ScriptError(text, text))],
  [/^try \{\} catch \{\}$/, tryAndCatch],
  [
    /^try \{\} finally \{\}$/,
    (scope, _captures, [work = [], last = []]) => runBlock(work, scope).finally(() => runBlock(last, scope)),
  ],
  [
    /^if \((.+)\) \{\}(?: else \{\})?$/,
    async (scope, [condition = ''], [then = [], otherwise = []]) =>
      runBlock(isTrue(await evaluate(condition, scope)) ? then : otherwise, scope),
  ],
  [/^switch -Wildcard \((.+)\) \{\}$/, switchWildcard],
  [/^\$script, \$stdin = foreach \(\$line in \$input\) \{\}$/, readLines],
  [/^& \(\[ScriptBlock\]::Create\(\$script\)\) \$stdin$/, callScript],
  [
    /^\$(\w+) = (Start-Process cmd\.exe .+ -NoNewWindow -PassThru)$/,
    async (scope, [name = '', command = '']) => scope.set(name, await startProcess(command, scope)),
  ],
  [/^\$(\w+) = (.+)$/, async (scope, [name = '', text = '']) => scope.set(name, await evaluate(text, scope))],
  [/^(\$\w+(?:, \$\w+)+) = (.+)$/, assignSeveral],
];

async function tryAndCatch(scope: Scope, _captures: string[], [work = [], handler = []]: Statement['blocks']) {
  try {
    await runBlock(work, scope);
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    await runBlock(handler, scope.catching(error));
  }
}

async function switchWildcard(scope: Scope, [text = '']: string[], [cases = []]: Statement['blocks']): Promise<void> {
  const value = String(await evaluate(text, scope));
  for (const { form, blocks } of cases) {
    const [, start] = /^'([^'*]+)\*' \{\}$/.exec(form) ?? [];
    if (start === undefined) throw new UnknownScript(form);
    if (value.startsWith(start)) await runBlock(blocks[0] ?? [], scope);
  }
}

// The body is an expression: what it yields for each line is assigned.
async function readLines(scope: Scope, _captures: string[], [body = []]: Statement['blocks']): Promise<void> {
  const lines = scope.get('input') as readonly string[];
  const values: unknown[] = [];
  for (const line of lines) values.push(await evaluate(body[0]?.form ?? '', scope.child('line', line)));
  if (values.length !== 2 || body.length !== 1) throw new UnknownScript(`${values.length} lines of input`);
  scope.set('script', values[0]);
  scope.set('stdin', values[1]);
}

async function callScript(scope: Scope): Promise<void> {
  const [parameters, ...statements] = parse(scope.text('script'));
  if (parameters?.form !== 'param([string] $stdin)') throw new UnknownScript(`${parameters?.form}`);
  await runBlock(statements, scope.child('stdin', scope.text('stdin')));
}

async function assignSeveral(scope: Scope, [names = '', text = '']: string[]): Promise<void> {
  const values = await evaluate(text, scope);
  if (!Array.isArray(values)) throw new UnknownScript(text);
  for (const [index, name] of names.split(', ').entries()) scope.set(name.slice(1), values[index]);
}

const commandOfFile =
  /^\/d \/c chcp 65001 >nul & powershell -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "([^"]+)" <nul 2>&1$/;

async function startProcess(command: string, scope: Scope): Promise<ChildProcess> {
  const [, text = ''] = /^Start-Process cmd\.exe (".+") -NoNewWindow -PassThru$/.exec(command) ?? [];
  const commandLine = String(await evaluate(text, scope));
  const script = scope.surroundings.machine.files.get(commandOfFile.exec(commandLine)?.[1] ?? '');
  if (script === undefined) throw new UnknownScript(commandLine);
  const { output, ...others } = scope.surroundings;
  const both = { stdout: output.stdout, stderr: output.stdout };
  const { folder } = scope;
  return new ChildProcess((signal) => runPowerShell(script, { ...others, output: both, signal }, { folder }));
}
