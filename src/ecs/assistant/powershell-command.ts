import { Redacted } from '../../common/redacted.ts';
import type { AssistantCommand } from '../ecs.api.ts';

// PowerShell itself reads standard input and hands it to the command line by line as `$input`: `[Console]::In` would compete with it. The
// lines are Base64, so that no code page on the way matters. No cmdlet gets to see them: module logging writes down what cmdlets are given.
// Without a console there is no output encoding to set.
const bootstrap = `
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
try { [Console]::OutputEncoding = [Text.UTF8Encoding]::new($false) } catch { }
$script, $stdin = foreach ($line in $input) { [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($line)) }
& ([ScriptBlock]::Create($script)) $stdin
`;

// Without `-OutputFormat` errors of an encoded command arrive as XML.
const options = '-NoProfile -NonInteractive -OutputFormat Text';

/** The command line, the same for every script: `cmd.exe`, the shell that OpenSSH for Windows begins with, takes 8,191 characters only. */
export const powerShellCommand = `powershell ${options} -EncodedCommand ${encode(bootstrap.trim())}`;

/** What the command line reads from its standard input: the script, and the script's own input. */
export function powerShellInput({ script, input }: Pick<AssistantCommand, 'script' | 'input'>): Redacted<Buffer> {
  const lines = [`param([string] $stdin)\n${script}`, input?.reveal() ?? ''];
  return new Redacted(Buffer.from(lines.map((line) => `${Buffer.from(line).toString('base64')}\n`).join('')));
}

function encode(script: string): string {
  return Buffer.from(script, 'utf16le').toString('base64');
}
