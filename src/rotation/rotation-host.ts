import { Injectable } from '@nestjs/common';
import type { Redacted } from '../common/redacted.ts';
import {
  AssistantUnavailable,
  CloudAssistant,
  Instances,
  type AssistantCommand,
  type AssistantResult,
  type Instance,
} from '../ecs/ecs.api.ts';
import { HostKeys } from '../host-keys/host-keys.api.ts';
import type { EcsCredential } from '../kms/kms.api.ts';
import { proveLogin } from '../ssh/remote-command.ts';
import { TargetError } from '../ssh/target-error.ts';
import { ecsSecretsServiceRole, serviceRoleCaller } from '../identity/identity.api.ts';
import { HostRefusal } from './host-refusal.ts';
import { RoleCalls } from './role-calls.ts';
import type { RotationTask } from './rotation-task.ts';

/** A script of a rotator. */
export interface HostCommand {
  readonly script: string;
  readonly language?: AssistantCommand['language'];
  readonly arguments?: readonly string[];
  readonly input: Redacted<string>;
  readonly runAs: AssistantCommand['runAs'];
}

/** The way to the host when Cloud Assistant cannot log on: the secret's own credential, and as whom the script then runs. */
export interface OwnWay {
  readonly credential: EcsCredential;
  readonly runAs: AssistantCommand['runAs'];
}

/** The host of one rotation, as rotators see it. */
export interface RotationHost {
  /** @throws AssistantUnavailable (`no-instance`) HostRefusal */
  osType(): Promise<Instance['osType']>;
  /** Runs a script through the management credential or else in the secret's own way. @throws HostRefusal AssistantUnavailable */
  run(command: HostCommand, ownWay: OwnWay): Promise<void>;
}

const commandTimeoutMs = 20_000;
const loginTimeoutMs = 10_000;

/** The hosts of rotations: commands through Cloud Assistant, and logins that prove what a host accepts. */
@Injectable()
export class RotationHosts {
  constructor(
    private readonly assistant: CloudAssistant,
    private readonly instances: Instances,
    private readonly hostKeys: HostKeys,
    private readonly calls: RoleCalls,
  ) {}

  of(task: RotationTask): RotationHost {
    return {
      osType: async () => (await this.instance(task)).osType,
      run: (command, ownWay) => this.runScript(task, command, ownWay),
    };
  }

  /** The instance of the rotation. @throws AssistantUnavailable (`no-instance`) HostRefusal */
  async instance({ run }: RotationTask): Promise<Instance> {
    const { accountId, region, requestId, ecs } = run;
    const caller = serviceRoleCaller(ecsSecretsServiceRole, { accountId, region, requestId });
    const instance = await this.instances.find(caller, ecs.instanceId);
    if (!instance) throw new AssistantUnavailable('no-instance', `the instance ${ecs.instanceId} does not exist`);
    if (instance.osType === 'Windows' && ecs.subType === 'SSHKey') throw new HostRefusal('NoKeysOnWindows', true);
    return instance;
  }

  /** Logs in afresh: true when the host accepts the credential, false when it refuses it. @throws TargetError when there is no answer */
  async accepts(task: RotationTask, credential: EcsCredential): Promise<boolean> {
    const { address, port } = await this.instance(task);
    const host = { accountId: task.run.accountId, address, port };
    try {
      await proveLogin({
        host: address,
        port,
        credential,
        verifyHostKey: (publicKey) => this.hostKeys.trust(host, publicKey),
        hostKeyType: (await this.hostKeys.find(host))?.keyType,
        timeoutMs: loginTimeoutMs,
        signal: task.signal,
      });
      return true;
    } catch (error) {
      if (error instanceof TargetError && error.reason === 'authentication') return false;
      throw error;
    }
  }

  private async runScript(task: RotationTask, command: HostCommand, ownWay: OwnWay): Promise<void> {
    const wasTouched = task.touched;
    task.touched = true;
    try {
      const { exitCode } = await this.runEitherWay(task, command, ownWay);
      if (exitCode !== 0) throw HostRefusal.ofExitCode(exitCode);
    } catch (error) {
      if (error instanceof AssistantUnavailable && !error.mayHaveRun) task.touched = wasTouched;
      throw error;
    }
  }

  // A management credential that the host refuses may be the very one that an earlier rotation has changed.
  private async runEitherWay(task: RotationTask, command: HostCommand, ownWay: OwnWay): Promise<AssistantResult> {
    try {
      return await this.assist(task, command);
    } catch (error) {
      if (!(error instanceof AssistantUnavailable)) throw error;
      if (error.reason !== 'no-credential' && error.reason !== 'authentication') throw error;
      return this.assist(task, { ...command, ...ownWay });
    }
  }

  private assist(
    { run, signal }: RotationTask,
    command: Omit<AssistantCommand, 'instanceId' | 'timeoutMs'>,
  ): Promise<AssistantResult> {
    const { instanceId } = run.ecs;
    return this.calls.runCommand(
      run,
      (caller) => this.assistant.run(caller, { ...command, instanceId, timeoutMs: commandTimeoutMs, signal }),
      resultOf,
    );
  }
}

function resultOf(outcome: PromiseSettledResult<AssistantResult>): string {
  if (outcome.status === 'fulfilled') return outcome.value.exitCode === 0 ? 'OK' : 'ExitCodeNonzero';
  return outcome.reason instanceof AssistantUnavailable ? outcome.reason.reason : 'InternalError';
}
