import { Redacted } from '../../common/redacted.ts';
import type { AssistantCommand } from '../ecs.api.ts';

// PowerShell itself reads standard input and passes it to the command line by line as `$input`; `[Console]::In` would
// compete with it. The lines are Base64, so that no code page on the way matters. They never go through a cmdlet,
// because module logging records what cmdlets receive. Without a console there is no output encoding to set.
const bootstrap = `
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
try { [Console]::OutputEncoding = [Text.UTF8Encoding]::new($false) } catch { }
$script, $stdin = foreach ($line in $input) { [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($line)) }
& ([ScriptBlock]::Create($script)) $stdin
`;

// Without `-OutputFormat`, errors of an encoded command arrive as XML.
const options = '-NoProfile -NonInteractive -OutputFormat Text';

/**
 * The same command line for every script, because `cmd.exe`, the default shell of OpenSSH for Windows, takes at most
 * 8,191 characters.
 */
export const powerShellCommand = `powershell ${options} -EncodedCommand ${encode(bootstrap.trim())}`;

/** What the command line reads from its standard input: the script, then the script's own input. */
export function powerShellInput({ script, input }: Pick<AssistantCommand, 'script' | 'input'>): Redacted<Buffer> {
  const lines = [`param([string] $stdin)\n${script}`, input?.reveal() ?? ''];
  return new Redacted(Buffer.from(lines.map((line) => `${Buffer.from(line).toString('base64')}\n`).join('')));
}

function encode(script: string): string {
  return Buffer.from(script, 'utf16le').toString('base64');
}
