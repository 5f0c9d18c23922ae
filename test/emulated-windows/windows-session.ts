import { once } from 'node:events';
import type { ServerChannel, Session } from 'ssh2';
import { ChannelOutput } from '../../src/demo/emulated/channel-output.ts';
import type { WindowsUser } from './local-users.ts';
import { runPowerShell } from './powershell.ts';
import type { Output } from './powershell-scope.ts';
import type { WindowsMachine } from './windows-machine.ts';

/** The limit of cmd.exe, in characters. */
const longestCommandLine = 8_191;
const powerShell = /^powershell -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand ([A-Za-z0-9+/]+=*)$/;

/**
 * Serves one session channel as OpenSSH for Windows with its default shell, cmd.exe; the only program is PowerShell.
 */
export function serveSession(session: Session, user: WindowsUser, machine: WindowsMachine): void {
  session.on('pty', (_accept, reject) => void reject?.());
  session.on('exec', (accept, _reject, { command }) => void run(accept(), command, user, machine));
  session.on('shell', (accept) => void refuseShell(accept(), machine));
}

async function run(channel: ServerChannel, command: string, user: WindowsUser, machine: WindowsMachine): Promise<void> {
  machine.commandLines.push(command);
  const channelOutput = new ChannelOutput(channel);
  const gone = new AbortController();
  channel.once('close', () => gone.abort());
  const output: Output = {
    stdout: (text) => void channelOutput.write('stdout', text),
    stderr: (text) => void channelOutput.write('stderr', text),
  };
  const script = readScript(command);
  if (script === undefined) {
    const [program] = command.split(' ');
    output.stderr(`'${program?.slice(0, 80)}' is not known to this emulated Windows.\r\n`);
    return channelOutput.finish({ status: 1 });
  }
  const input = await readLines(channel);
  const surroundings = { machine, user, output, signal: gone.signal };
  const status = await runPowerShell(script, surroundings, { input });
  await channelOutput.finish({ status: status >>> 0 });
}

function readScript(command: string): string | undefined {
  if (command.length > longestCommandLine) return undefined;
  const [, encoded] = powerShell.exec(command) ?? [];
  return encoded && Buffer.from(encoded, 'base64').toString('utf16le');
}

async function readLines(channel: ServerChannel): Promise<string[]> {
  const chunks: Buffer[] = [];
  channel.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(channel, 'end');
  return Buffer.concat(chunks).toString('ascii').split(/\r?\n/).slice(0, -1);
}

function refuseShell(channel: ServerChannel, { name }: WindowsMachine): Promise<void> {
  const output = new ChannelOutput(channel);
  void output.write('stdout', `Emulated Windows ${name}: there is no shell, only what changes passwords.\r\n`);
  return output.finish({ status: 1 });
}
