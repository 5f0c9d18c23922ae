import { Redacted } from '../../common/redacted.ts';
import type { RemoteCommand } from '../../ssh/remote-command.ts';
import type { AssistantCommand } from '../ecs.api.ts';
import { askingSign, awaitGoAhead } from './await-go-ahead.ts';
import { powerShellCommand, powerShellInput } from './powershell-command.ts';
import {
  asUser,
  beginningSign,
  elevated,
  elevatedByPassword,
  scriptCommand,
  scriptInput,
  printBeginningSign,
} from './script-command.ts';

/** What is sent to a host for a command. */
export interface Launch {
  readonly order: Pick<RemoteCommand, 'command' | 'stdin' | 'onAsking' | 'type'>;
  /**
   * False until the host has shown output of a script that announces its beginning. Always true for a command that does
   * not announce it.
   */
  readonly hasBegun: () => boolean;
}

/** How the user who logs on runs a command. `sudoPassword` is for a sudo that asks for one. */
export function launch(command: AssistantCommand, sudoPassword?: Redacted<string>): Launch {
  if (command.language !== 'powershell') return launchScript(command, sudoPassword);
  const order = { command: powerShellCommand, stdin: powerShellInput(command) };
  return { order, hasBegun: () => true };
}

/** Nothing secret is sent before the script has shown that it is the one reading. */
function launchScript(command: AssistantCommand, sudoPassword?: Redacted<string>): Launch {
  let hasBegun = false;
  const { first, rest } = scripts(command, sudoPassword);
  const { goAhead } = command;
  const input = command.input?.reveal() ?? '';
  const begins = {
    sign: beginningSign,
    input: async () => {
      hasBegun = true;
      return bytes(goAhead ? rest : rest + input);
    },
  };
  const asks = goAhead && { sign: askingSign, input: async () => goAhead().then(() => bytes(`go\n${input}`)) };
  const onAsking = asks ? [begins, asks] : [begins];
  return { order: { command: scriptCommand, stdin: bytes(first), onAsking }, hasBegun: () => hasBegun };
}

/**
 * The scripts that lead to the command's own, each run by the one before it: `first`, and in `rest` all that the others
 * read.
 */
function scripts(
  { script, arguments: parameters, goAhead, runAs = 'root' }: AssistantCommand,
  sudoPassword?: Redacted<string>,
): { first: string; rest: string } {
  const own = goAhead ? `${awaitGoAhead}\n${script}` : script;
  if (runAs === 'login-user') return { first: scriptInput(`${printBeginningSign}\n${own}`, parameters), rest: '' };
  const password = sudoPassword ? `${sudoPassword.reveal()}\n` : '';
  const become = runAs === 'root' ? '' : scriptInput(asUser, [runAs.user]);
  return {
    first: scriptInput(`${printBeginningSign}\n${sudoPassword ? elevatedByPassword : elevated}`),
    rest: `${password}${become}${scriptInput(own, parameters)}`,
  };
}

function bytes(text: string): Redacted<Buffer> {
  return new Redacted(Buffer.from(text));
}
