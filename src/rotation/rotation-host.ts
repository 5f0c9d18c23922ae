import { Injectable } from '@nestjs/common';
import type { Caller } from '../common/caller.ts';
import type { Redacted } from '../common/redacted.ts';
import {
  AssistantUnavailable,
  CloudAssistant,
  LaunchFailure,
  Instances,
  type AssistantCommand,
  type AssistantConversation,
  type AssistantResult,
  type Instance,
} from '../ecs/ecs.api.ts';
import { HostKeys } from '../host-keys/host-keys.api.ts';
import type { EcsCredential } from '../kms/kms.api.ts';
import { KeyOffer } from '../ssh/key-offer.ts';
import { parsePublicKey } from '../ssh/keys.ts';
import { proveLogin } from '../ssh/remote-command.ts';
import { TargetError } from '../ssh/target-error.ts';
import { ecsSecretsServiceRole, serviceRoleCaller } from '../identity/identity.api.ts';
import { HostRefusal } from './host-refusal.ts';
import { codeOf, isLoginRefused } from './judge-failure.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import { RoleCalls } from './role-calls.ts';
import type { RotationRun } from '../kms/secret-rotations.api.ts';

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
  /** What the account does with itself where it cannot become who `runAs` says. */
  readonly conversation?: HostConversation;
}

/** A program of the host that asks on a terminal. */
export interface HostConversation extends Pick<AssistantConversation, 'program' | 'answer'> {
  /** What it has said, after its end; undefined: that it has done its work. */
  refusal(result: AssistantResult): HostRefusal | undefined;
}

/** Done: `seen` when a script ended with `seen` in a line of its own, by which it says that it has seen the change; else by a tool's word alone. */
export type Success = 'seen' | 'told';

/** The host of one rotation, as rotators see it. */
export interface RotationHost {
  /** @throws AssistantUnavailable (`no-instance`) HostRefusal */
  osType(): Promise<Instance['osType']>;
  /** Runs a script through the management credential or else in the secret's own way. @throws HostRefusal AssistantUnavailable */
  run(command: HostCommand, ownWay: OwnWay): Promise<Success>;
  /** What a script shows that changes nothing. @throws HostRefusal AssistantUnavailable */
  ask(command: HostCommand, ownWay: OwnWay): Promise<string>;
  /** Logs in afresh: see `RotationHosts.accepts`. @throws TargetError */
  accepts(credential: EcsCredential): Promise<boolean>;
}

/** What a login has shown that offered a key first. */
export interface OfferOutcome {
  readonly takesKey: boolean;
  readonly acceptsCredential: boolean;
}

/** On whose behalf a host is asked; keeps what that has led to. */
export interface HostTask {
  readonly run: HostedRun;
  readonly signal: AbortSignal;
  /** The right to change the host; absent where nothing is to be changed. */
  readonly lease?: Pick<LeaseKeeper, 'isHeld' | 'confirm'>;
  touched: boolean;
  refusedLogins: number;
}

export type HostedRun = Pick<RotationRun, 'accountId' | 'region' | 'requestId' | 'ecs'>;

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

  of(task: HostTask): RotationHost {
    return {
      osType: async () => (await this.instance(task)).osType,
      run: (command, ownWay) => this.runScript(task, command, ownWay),
      ask: (command, ownWay) => this.askScript(task, command, ownWay),
      accepts: (credential) => this.accepts(task, credential),
    };
  }

  /** The instance of the rotation. @throws AssistantUnavailable (`no-instance`) HostRefusal */
  async instance({ run }: Pick<HostTask, 'run'>): Promise<Instance> {
    const { accountId, region, requestId, ecs } = run;
    const caller = serviceRoleCaller(ecsSecretsServiceRole, { accountId, region, requestId });
    const instance = await this.instances.find(caller, ecs.instanceId);
    if (!instance) throw new AssistantUnavailable('no-instance', `the instance ${ecs.instanceId} does not exist`);
    if (instance.osType === 'Windows' && ecs.subType === 'SSHKey') throw new HostRefusal('NoKeysOnWindows', true);
    return instance;
  }

  /** Logs in afresh: true when the host accepts the credential, false when it refuses it. @throws TargetError when there is no answer */
  async accepts(task: HostTask, credential: EcsCredential): Promise<boolean> {
    return (await this.prove(task, credential)) || countRefusal(task);
  }

  /**
   * Logs in with the credential after a key was offered, so that a host that takes the key no more counts no failed login. One that ends the
   * connection for the offer is logged in to again. @throws TargetError when there is no answer
   */
  async offer(task: HostTask, credential: EcsCredential, publicKey: string): Promise<OfferOutcome> {
    const offer = new KeyOffer(parsePublicKey(publicKey));
    const isAccepted = await this.prove(task, credential, offer);
    const takesKey = offer.isTaken === true;
    if (!isAccepted && offer.isTaken === undefined)
      return { takesKey, acceptsCredential: await this.accepts(task, credential) };
    return { takesKey, acceptsCredential: isAccepted || countRefusal(task) };
  }

  private async prove(task: HostTask, credential: EcsCredential, offer?: KeyOffer): Promise<boolean> {
    const { address, port } = await this.instance(task);
    const host = { accountId: task.run.accountId, address, port };
    try {
      await proveLogin({
        host: address,
        port,
        credential,
        verifyHostKey: (publicKey) => this.hostKeys.trust(host, publicKey),
        hostKeyType: (await this.hostKeys.find(host))?.keyType,
        offer,
        timeoutMs: loginTimeoutMs,
        signal: task.signal,
      });
      return true;
    } catch (error) {
      if (!(error instanceof TargetError && error.reason === 'authentication')) throw error;
      return false;
    }
  }

  private async runScript(task: HostTask, command: HostCommand, ownWay: OwnWay): Promise<Success> {
    const wasTouched = task.touched;
    try {
      const outcome = (await this.runManaged(task, command)) ?? (await this.runOwnWay(task, command, ownWay));
      task.touched = true;
      if (outcome instanceof HostRefusal) throw outcome;
      return outcome;
    } catch (error) {
      if (changedNothing(error)) task.touched = wasTouched;
      throw error;
    }
  }

  private async askScript(task: HostTask, command: HostCommand, { credential, runAs }: OwnWay): Promise<string> {
    const managed = await this.manage(() => this.look(task, command));
    const result = managed ?? (await asItself(task, () => this.look(task, { ...command, credential, runAs })));
    if (result.exitCode !== 0) throw HostRefusal.ofExitCode(result.exitCode);
    return result.stdout;
  }

  private async runManaged(task: HostTask, command: HostCommand): Promise<HostRefusal | Success | undefined> {
    const result = await this.manage(() => this.assist(task, command));
    return result && verdict(result);
  }

  /** Undefined when there is no way through the management credential: one that is refused may be what an earlier rotation has changed. */
  private async manage(work: () => Promise<AssistantResult>): Promise<AssistantResult | undefined> {
    try {
      const result = await work();
      return result.exitCode === LaunchFailure.cannotBecomeRoot ? undefined : result;
    } catch (error) {
      if (!(error instanceof AssistantUnavailable)) throw error;
      if (error.reason !== 'no-credential' && error.reason !== 'authentication') throw error;
      return undefined;
    }
  }

  private async runOwnWay(
    task: HostTask,
    command: HostCommand,
    { credential, runAs, conversation }: OwnWay,
  ): Promise<HostRefusal | Success> {
    const result = await asItself(task, () => this.assist(task, { ...command, credential, runAs }));
    if (result.exitCode !== LaunchFailure.cannotBecomeRoot || !conversation) return verdict(result);
    const { program } = conversation;
    const answer = (shown: string) => (begins(task) ? conversation.answer(shown) : undefined);
    const said = await asItself(task, () => this.converse(task, { program, answer, credential }));
    return conversation.refusal(said) ?? 'told';
  }

  private async assist(task: HostTask, command: Omit<AssistantCommand, Bounds>): Promise<AssistantResult> {
    // Windows asks for no go-ahead.
    if (command.language === 'powershell') await goAhead(task);
    return this.order(task, (caller, bounds) =>
      this.assistant.run(caller, { ...command, ...bounds, goAhead: () => goAhead(task) }),
    );
  }

  /** Nothing is changed, so that nobody need give his consent. */
  private look(task: HostTask, command: Omit<AssistantCommand, Bounds>): Promise<AssistantResult> {
    return this.order(task, (caller, bounds) => this.assistant.run(caller, { ...command, ...bounds }));
  }

  private converse(task: HostTask, conversation: Omit<AssistantConversation, Bounds>): Promise<AssistantResult> {
    return this.order(task, (caller, bounds) => this.assistant.converse(caller, { ...conversation, ...bounds }));
  }

  private order(
    { run, signal }: HostTask,
    work: (caller: Caller, bounds: Pick<AssistantCommand, Bounds>) => Promise<AssistantResult>,
  ): Promise<AssistantResult> {
    const bounds = { instanceId: run.ecs.instanceId, timeoutMs: commandTimeoutMs, signal };
    return this.calls.runCommand(run, (caller) => work(caller, bounds), resultOf);
  }
}

type Bounds = 'instanceId' | 'timeoutMs' | 'signal';

/** Whoever has lost the rotation must not change the host: another process may have gone on meanwhile. */
async function goAhead(task: HostTask): Promise<void> {
  await task.lease?.confirm();
  task.touched = true;
}

/** Where the host's questions are no script's, our own clock has to do. False when the rotation is no longer ours. */
function begins(task: HostTask): boolean {
  const isOurs = task.lease?.isHeld ?? true;
  if (isOurs) task.touched = true;
  return isOurs;
}

async function asItself<T>(task: HostTask, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isLoginRefused(error)) countRefusal(task);
    throw error;
  }
}

function countRefusal(task: HostTask): false {
  task.refusedLogins += 1;
  return false;
}

function verdict({ exitCode, stdout }: AssistantResult): HostRefusal | Success {
  if (exitCode !== 0) return HostRefusal.ofExitCode(exitCode);
  return /^seen$/m.test(stdout) ? 'seen' : 'told';
}

function changedNothing(error: unknown): boolean {
  return error instanceof HostRefusal
    ? error.changedNothing
    : error instanceof AssistantUnavailable && !error.mayHaveRun;
}

function resultOf(outcome: PromiseSettledResult<AssistantResult>): string {
  if (outcome.status === 'fulfilled') return outcome.value.exitCode === 0 ? 'OK' : 'ExitCodeNonzero';
  return codeOf(outcome.reason);
}
