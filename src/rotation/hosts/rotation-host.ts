import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { Redacted } from '../../common/redacted.ts';
import { Environment } from '../../config/environment.ts';
import {
  AssistantUnavailable,
  CloudAssistant,
  LaunchFailure,
  Instances,
  type AssistantCommand,
  type AssistantConversation,
  type AssistantResult,
  type Instance,
} from '../../ecs/ecs.api.ts';
import { HostKeys } from '../../host-keys/host-keys.api.ts';
import type { EcsCredential } from '../../kms/kms.api.ts';
import { KeyOffer } from '../../ssh/key-offer.ts';
import { parsePublicKey } from '../../ssh/keys.ts';
import { proveLogin } from '../../ssh/remote-command.ts';
import { TargetError } from '../../ssh/target-error.ts';
import { ecsSecretsServiceRole, serviceRoleCaller } from '../../identity/identity.api.ts';
import { Dialogue } from './dialogue.ts';
import { HostRefusal } from './host-refusal.ts';
import { codeOf, isLoginRefused } from './failure-code.ts';
import type { LeaseKeeper } from '../store/lease-keeper.ts';
import { passwordExpired } from './not-begun.ts';
import { RoleCalls } from '../role-calls.ts';
import type { RotationRun } from '../store/rotation-run.ts';

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

/** The host of one rotation, as rotators see it. */
export interface RotationHost {
  /** @throws AssistantUnavailable (`no-instance`) HostRefusal */
  osType(): Promise<Instance['osType']>;
  /**
   * Runs a script through the management credential or else in the secret's own way, and tells what it has shown: nothing, where a conversation
   * took its place. @throws HostRefusal AssistantUnavailable
   */
  run(command: HostCommand, ownWay: OwnWay): Promise<Redacted<string>>;
  /** The same for a script that changes nothing; without an own way through the management credential alone. */
  ask(command: HostCommand, ownWay?: OwnWay): Promise<Redacted<string>>;
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
  /** The management credential was found to be no way to root: it is not asked again, for each time may cost it a failed login. */
  isUnmanaged?: boolean;
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
    private readonly environment: Environment,
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
        legacyAlgorithms: this.environment.legacySshAlgorithms,
        timeoutMs: loginTimeoutMs,
        signal: task.signal,
      });
      return true;
    } catch (error) {
      if (!(error instanceof TargetError && error.reason === 'authentication')) throw error;
      return false;
    }
  }

  private async runScript(task: HostTask, command: HostCommand, ownWay: OwnWay): Promise<Redacted<string>> {
    const wasTouched = task.touched;
    try {
      const outcome = await this.carryOut(task, ownWay, (as) => this.assist(task, { ...command, ...as }));
      task.touched = true;
      if (outcome instanceof HostRefusal) throw outcome;
      return outcome;
    } catch (error) {
      if (changedNothing(error)) task.touched = wasTouched;
      throw error;
    }
  }

  private async askScript(task: HostTask, command: HostCommand, ownWay?: OwnWay): Promise<Redacted<string>> {
    const outcome = await this.carryOut(task, ownWay, (as) => this.look(task, { ...command, ...as }));
    if (outcome instanceof HostRefusal) throw outcome;
    return outcome;
  }

  /** Through the management credential, or else in the secret's own way. */
  private async carryOut(
    task: HostTask,
    ownWay: OwnWay | undefined,
    work: Work,
  ): Promise<HostRefusal | Redacted<string>> {
    const managed = task.isUnmanaged ? undefined : await this.manage(task, () => work());
    if (managed) return verdict(managed);
    if (!ownWay) throw new AssistantUnavailable('no-credential', 'the management credential is no way to root');
    return asItself(task, () => this.inOwnWay(task, ownWay, work));
  }

  /** Undefined when there is no way through the management credential: one that is refused may be what an earlier rotation has changed. */
  private async manage(task: HostTask, work: () => Promise<AssistantResult>): Promise<AssistantResult | undefined> {
    try {
      const result = await work();
      if (result.exitCode !== LaunchFailure.cannotBecomeRoot) return result;
    } catch (error) {
      if (!(error instanceof AssistantUnavailable)) throw error;
      if (error.reason !== 'no-credential' && error.reason !== 'authentication') throw error;
    }
    task.isUnmanaged = true;
    return undefined;
  }

  /** What the account cannot do by a script, for it is not root or has to change its password first, it may do in a conversation. */
  private async inOwnWay(
    task: HostTask,
    { credential, runAs, conversation }: OwnWay,
    work: Work,
  ): Promise<HostRefusal | Redacted<string>> {
    const result = await work({ credential, runAs }).catch(whereExpired);
    const isExpired = result instanceof AssistantUnavailable;
    if (!conversation && isExpired) throw result;
    if (!isExpired && (!conversation || result.exitCode !== LaunchFailure.cannotBecomeRoot)) return verdict(result);
    const dialogue = new Dialogue(conversation!.answer, () => begins(task));
    const said = await this.converse(task, { program: conversation!.program, answer: dialogue.answer, credential });
    if (isExpired && !dialogue.hasTyped) throw result;
    return conversation!.refusal(said) ?? new Redacted('');
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
/** Carries a command out, in the place of the management credential as somebody else. */
type Work = (as?: Pick<OwnWay, 'credential' | 'runAs'>) => Promise<AssistantResult>;

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

/** Where the password has expired, sshd runs no script, but the dialogue of passwd(1) in the place of whatever is to have a terminal. */
function whereExpired(error: unknown): AssistantUnavailable {
  if (error instanceof AssistantUnavailable && codeOf(error) === passwordExpired) return error;
  throw error;
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

function verdict({ exitCode, stdout }: AssistantResult): HostRefusal | Redacted<string> {
  const output = new Redacted(stdout);
  return exitCode === 0 ? output : HostRefusal.ofExitCode(exitCode, output);
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
