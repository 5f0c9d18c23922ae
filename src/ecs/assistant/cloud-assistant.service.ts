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
  type AssistantConversation,
  type AssistantResult,
  type Instance,
} from '../ecs.api.ts';
import { InstancesService } from '../instances/instances.service.ts';
import { askingSign, awaitGoAhead } from './await-go-ahead.ts';
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
    const target = await this.target(caller, command);
    return this.execute(caller, target, command, launch(command, target.sudoPassword));
  }

  async converse(caller: Caller, conversation: AssistantConversation): Promise<AssistantResult> {
    const { program, answer } = conversation;
    return this.execute(caller, await this.target(caller, conversation), conversation, {
      command: program,
      type: answer,
    });
  }

  private async target(caller: Caller, { instanceId, credential: given }: Order): Promise<Target> {
    const managed = await this.instances.managed(caller, instanceId);
    if (!managed) throw new AssistantUnavailable('no-instance', `the instance ${instanceId} does not exist`);
    const credential = given ?? managed.credential;
    if (!credential) throw new AssistantUnavailable('no-credential', `${instanceId} has no management credential`);
    return { instance: managed.instance, credential, sudoPassword: given ? undefined : credential.password };
  }

  private async logIn(
    { accountId }: Caller,
    { instance: { address, port }, credential }: Target,
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

  private async execute(
    caller: Caller,
    target: Target,
    { timeoutMs, signal }: Order,
    what: Launch,
  ): Promise<AssistantResult> {
    const shell = await this.logIn(caller, target, signal);
    try {
      return readResult(await shell.run({ ...what, timeoutMs, maxOutputBytes, signal }));
    } catch (error) {
      throw error instanceof TargetError ? executionFailure(error) : error;
    } finally {
      shell.close();
    }
  }
}

type Order = Pick<AssistantCommand, 'instanceId' | 'credential' | 'timeoutMs' | 'signal'>;
type Launch = Pick<RemoteCommand, 'command' | 'stdin' | 'onAsking' | 'type'>;

interface Target {
  readonly instance: Instance;
  readonly credential: TargetCredential;
  /** What sudo may ask for. */
  readonly sudoPassword?: Redacted<string>;
}

function launch(command: AssistantCommand, sudoPassword?: Redacted<string>): Launch {
  if (command.language === 'powershell') return { command: powerShellCommand, stdin: powerShellInput(command) };
  const password = command.runAs === 'login-user' ? undefined : sudoPassword;
  const line = password ? `${password.reveal()}\n` : '';
  const input = command.input?.reveal() ?? '';
  const { goAhead } = command;
  if (!goAhead) return { command: scriptCommand(command, password !== undefined), stdin: bytes(line + input) };
  const asking = { ...command, script: `${awaitGoAhead}\n${command.script}` };
  return {
    command: scriptCommand(asking, password !== undefined),
    stdin: bytes(line),
    onAsking: { sign: askingSign, input: async () => goAhead().then(() => bytes(`go\n${input}`)) },
  };
}

function bytes(text: string): Redacted<Buffer> {
  return new Redacted(Buffer.from(text));
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
