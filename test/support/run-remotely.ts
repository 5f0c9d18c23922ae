import { openRemoteShell, type RemoteCommand, type RemoteResult } from '../../src/ssh/remote-command.ts';
import type { TargetOptions } from '../../src/ssh/target-login.ts';

/**
 * Runs one command on a connection of its own, as Cloud Assistant does.
 *
 * @throws TargetError
 */
export async function runRemotely(target: TargetOptions, command: RemoteCommand): Promise<RemoteResult> {
  const shell = await openRemoteShell(target);
  try {
    return await shell.run(command);
  } finally {
    shell.close();
  }
}
