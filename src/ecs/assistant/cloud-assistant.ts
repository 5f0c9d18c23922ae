import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import type { Redacted } from '../../common/redacted.ts';
import { PinnedDialler } from '../../host-keys/pinned-dialler.api.ts';
import type { RemoteResult, RemoteShell } from '../../ssh/remote-command.ts';
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
import { InstancesService } from '../instances/instances.ts';
import { launch, type Launch } from './launch.ts';
import { neverBegun, ranSomethingElse, unknownEffect } from './unavailable.ts';

const loginTimeoutMs = 10_000;
const maxOutputBytes = 24_576;

/** Cloud Assistant without an agent: each command uses an SSH connection of its own. */
@Injectable()
export class CloudAssistantService extends CloudAssistant {
  constructor(
    private readonly instances: InstancesService,
    private readonly dialler: PinnedDialler,
  ) {
    super();
  }

  async run(caller: Caller, command: AssistantCommand): Promise<AssistantResult> {
    const target = await this.target(caller, command);
    return this.execute(caller, target, command, launch(command, target.sudoPassword));
  }

  async converse(caller: Caller, conversation: AssistantConversation): Promise<AssistantResult> {
    const { program, answer } = conversation;
    const order = { command: program, type: answer };
    return this.execute(caller, await this.target(caller, conversation), conversation, { order, hasBegun: () => true });
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
    { instance: { networkDomainId, address, port }, credential }: Target,
    signal?: AbortSignal,
  ): Promise<RemoteShell> {
    const login = { credential, timeoutMs: loginTimeoutMs, signal };
    try {
      return await this.dialler.openShell({ accountId, networkDomainId, address, port }, login);
    } catch (error) {
      throw error instanceof TargetError ? neverBegun(error) : error;
    }
  }

  private async execute(
    caller: Caller,
    target: Target,
    { timeoutMs, signal }: Order,
    { order, hasBegun }: Launch,
  ): Promise<AssistantResult> {
    const shell = await this.logIn(caller, target, signal);
    try {
      const result = await shell.run({ ...order, timeoutMs, maxOutputBytes, signal });
      if (!hasBegun()) throw ranSomethingElse(result);
      return readResult(result);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      throw hasBegun() ? unknownEffect(error) : neverBegun(error);
    } finally {
      shell.close();
    }
  }
}

type Order = Pick<AssistantCommand, 'instanceId' | 'credential' | 'timeoutMs' | 'signal'>;

interface Target {
  readonly instance: Instance;
  readonly credential: TargetCredential;
  /** The password that sudo may ask for. */
  readonly sudoPassword?: Redacted<string>;
}

function readResult({ exitCode, exitSignal, stdout, stderr, droppedBytes }: RemoteResult): AssistantResult {
  if (exitCode === undefined) {
    throw new AssistantUnavailable('unknown-outcome', `the command was ended by the signal ${exitSignal}`);
  }
  // Windows exit codes are signed, while SSH transfers them unsigned.
  return { exitCode: exitCode | 0, stdout: stdout.toString(), stderr: stderr.toString(), droppedBytes };
}
