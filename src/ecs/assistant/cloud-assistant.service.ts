import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { Redacted } from '../../common/redacted.ts';
import { HostKeys } from '../../host-keys/host-keys.api.ts';
import { openRemoteShell, type RemoteCommand, type RemoteResult, type RemoteShell } from '../../ssh/remote-command.ts';
import type { TargetCredential } from '../../ssh/target-authentication.ts';
import { TargetError } from '../../ssh/target-error.ts';
import {
  AssistantUnavailable,
  CloudAssistant,
  type AssistantCommand,
  type AssistantResult,
  type Instance,
} from '../ecs.api.ts';
import { InstancesService } from '../instances/instances.service.ts';
import { powerShellCommand, powerShellInput } from './powershell-command.ts';
import { scriptCommand } from './script-command.ts';

const loginTimeoutMs = 10_000;
const maxOutputBytes = 24_576;

/** Cloud Assistant without an agent: each command is an SSH connection of its own. */
@Injectable()
export class CloudAssistantService extends CloudAssistant {
  constructor(
    private readonly instances: InstancesService,
    private readonly hostKeys: HostKeys,
  ) {
    super();
  }

  async run(caller: Caller, command: AssistantCommand): Promise<AssistantResult> {
    const { instance, credential } = await this.target(caller, command);
    const shell = await this.logIn(caller, instance, credential, command.signal);
    try {
      return readResult(await this.execute(shell, command));
    } finally {
      shell.close();
    }
  }

  private async target(caller: Caller, { instanceId, credential: given }: AssistantCommand) {
    const managed = await this.instances.managed(caller, instanceId);
    if (!managed) throw new AssistantUnavailable('no-instance', `the instance ${instanceId} does not exist`);
    const credential = given ?? managed.credential;
    if (!credential) throw new AssistantUnavailable('no-credential', `${instanceId} has no management credential`);
    return { instance: managed.instance, credential };
  }

  private async logIn(
    { accountId }: Caller,
    { address, port }: Instance,
    credential: TargetCredential,
    signal?: AbortSignal,
  ): Promise<RemoteShell> {
    const host = { accountId, address, port };
    const pin = await this.hostKeys.find(host);
    try {
      return await openRemoteShell({
        host: address,
        port,
        credential,
        verifyHostKey: (publicKey) => this.hostKeys.trust(host, publicKey),
        hostKeyType: pin?.keyType,
        timeoutMs: loginTimeoutMs,
        signal,
      });
    } catch (error) {
      throw error instanceof TargetError ? loginFailure(error) : error;
    }
  }

  private async execute(shell: RemoteShell, command: AssistantCommand): Promise<RemoteResult> {
    const { timeoutMs, signal } = command;
    try {
      return await shell.run({ ...launch(command), timeoutMs, maxOutputBytes, signal });
    } catch (error) {
      throw error instanceof TargetError ? executionFailure(error) : error;
    }
  }
}

function launch(command: AssistantCommand): Pick<RemoteCommand, 'command' | 'stdin'> {
  if (command.language === 'powershell') return { command: powerShellCommand, stdin: powerShellInput(command) };
  const { input } = command;
  return { command: scriptCommand(command), stdin: input && new Redacted(Buffer.from(input.reveal())) };
}

function loginFailure(error: TargetError): AssistantUnavailable {
  const { reason } = error;
  const known = reason === 'host-key' || reason === 'authentication' ? reason : 'unreachable';
  return new AssistantUnavailable(known, error.message, { cause: error });
}

function executionFailure(error: TargetError): AssistantUnavailable {
  const reason = error.reason === 'timeout' ? 'timeout' : 'unknown-outcome';
  return new AssistantUnavailable(reason, error.message, { cause: error });
}

function readResult({ exitCode, exitSignal, stdout, stderr, droppedBytes }: RemoteResult): AssistantResult {
  if (exitCode === undefined) {
    throw new AssistantUnavailable('unknown-outcome', `the command was ended by the signal ${exitSignal}`);
  }
  // Those of Windows have a sign.
  return { exitCode: exitCode | 0, stdout: stdout.toString(), stderr: stderr.toString(), droppedBytes };
}
