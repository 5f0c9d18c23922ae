import { oneLine } from '../../ssh/one-line.ts';
import type { RemoteResult } from '../../ssh/remote-command.ts';
import type { TargetError } from '../../ssh/target-error.ts';
import { AssistantUnavailable } from '../ecs.api.ts';

/** Nobody was logged on. */
export function loginFailure(error: TargetError): AssistantUnavailable {
  const reason = error.reason === 'command' ? 'protocol' : error.reason;
  return new AssistantUnavailable(reason, error.message, { cause: error });
}

/** There is no answer to the command; nothing of it ran where its script has not begun. */
export function executionFailure(error: TargetError, hasBegun: boolean): AssistantUnavailable {
  if (!hasBegun && error.reason === 'command')
    return new AssistantUnavailable('not-begun', error.message, { cause: error });
  if (!hasBegun) return loginFailure(error);
  const reason = error.reason === 'timeout' ? 'command-timeout' : 'unknown-outcome';
  return new AssistantUnavailable(reason, error.message, { cause: error });
}

/** The server let the user in and ran something else, or nothing: it is quoted. */
export function notBegun({ exitCode, exitSignal, stdout, stderr }: RemoteResult): AssistantUnavailable {
  const said = oneLine(`${stderr.toString()}\n${stdout.toString()}`.trim().replace(/\s*\n\s*/g, ' '));
  const end = exitSignal === undefined ? `the exit code ${exitCode}` : `the signal ${exitSignal}`;
  return new AssistantUnavailable('not-begun', `no command was begun on the server; ${end}, and: ${said || 'nothing'}`);
}
