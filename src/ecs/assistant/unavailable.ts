import { oneLine } from '../../common/printable.ts';
import type { RemoteResult } from '../../ssh/remote-command.ts';
import type { TargetError } from '../../ssh/target-error.ts';
import { AssistantUnavailable } from '../ecs.api.ts';

/** Nothing of the command can have run: the login failed, or the server did not let the command begin. */
export function neverBegun(error: TargetError): AssistantUnavailable {
  const reason = error.reason === 'command' ? 'not-begun' : error.reason;
  return new AssistantUnavailable(reason, error.message, { cause: error });
}

/** A command that has begun and whose end is unknown. */
export function unknownEffect(error: TargetError): AssistantUnavailable {
  const reason = error.reason === 'timeout' ? 'command-timeout' : 'unknown-outcome';
  return new AssistantUnavailable(reason, error.message, { cause: error });
}

/** The server let the user in and ran something else, or nothing. The message quotes its output. */
export function ranSomethingElse({ exitCode, exitSignal, stdout, stderr }: RemoteResult): AssistantUnavailable {
  const said = oneLine(`${stderr.toString()}\n${stdout.toString()}`.trim().replace(/\s*\n\s*/g, ' '));
  const end = exitSignal === undefined ? `the exit code ${exitCode}` : `the signal ${exitSignal}`;
  return new AssistantUnavailable(
    'not-begun',
    `no command was started on the server; ${end}, and: ${said || 'nothing'}`,
  );
}
