import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { Redacted } from '../../common/redacted.ts';
import {
  AssistantUnavailable,
  CloudAssistant,
  LaunchFailure,
  type AssistantCommand,
  type AssistantConversation,
  type AssistantResult,
} from '../../ecs/ecs.api.ts';
import { RoleCalls } from '../role-calls.ts';
import { Dialogue } from './dialogue.ts';
import { codeOf, isLoginRefused } from './failure-code.ts';
import { countRefusal } from './host-logins.ts';
import { HostRefusal } from './host-refusal.ts';
import { passwordExpired } from './not-begun.ts';
import type { HostCommand, HostTask, OwnLogin } from './rotation-host.ts';

const commandTimeoutMs = 20_000;

/** Scripts on hosts, through Cloud Assistant. */
@Injectable()
export class HostScripts {
  constructor(
    private readonly assistant: CloudAssistant,
    private readonly calls: RoleCalls,
  ) {}

  /** See RotationHost.run. */
  async run(task: HostTask, command: HostCommand, ownLogin: OwnLogin): Promise<Redacted<string>> {
    const wasTouched = task.touched;
    try {
      const outcome = await this.carryOut(task, ownLogin, (as) => this.assist(task, { ...command, ...as }));
      task.touched = true;
      if (outcome instanceof HostRefusal) throw outcome;
      return outcome;
    } catch (error) {
      if (changedNothing(error)) task.touched = wasTouched;
      throw error;
    }
  }

  /** See RotationHost.ask. */
  async ask(task: HostTask, command: HostCommand, ownLogin?: OwnLogin): Promise<Redacted<string>> {
    const outcome = await this.carryOut(task, ownLogin, (as) => this.assistReadOnly(task, { ...command, ...as }));
    if (outcome instanceof HostRefusal) throw outcome;
    return outcome;
  }

  /** Through the management credential, or else in the secret's own way. */
  private async carryOut(
    task: HostTask,
    ownLogin: OwnLogin | undefined,
    work: Work,
  ): Promise<HostRefusal | Redacted<string>> {
    const managed = task.isUnmanaged ? undefined : await this.manage(task, () => work());
    if (managed) return verdict(managed);
    if (!ownLogin) throw new AssistantUnavailable('no-credential', 'the management credential cannot become root');
    return countingRefusals(task, () => this.byOwnLogin(task, ownLogin, work));
  }

  /**
   * Undefined when the management credential gives no way to root. One that is refused may be the one that an earlier
   * rotation has changed.
   */
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

  /**
   * An account that cannot do something by script, because it is not root or has to change its password first, may be
   * able to do it in a conversation.
   */
  private async byOwnLogin(
    task: HostTask,
    { credential, runAs, conversation }: OwnLogin,
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
    // PowerShell scripts ask for no go-ahead.
    if (command.language === 'powershell') await goAhead(task);
    return this.order(task, (caller, bounds) =>
      this.assistant.run(caller, { ...command, ...bounds, goAhead: () => goAhead(task) }),
    );
  }

  /** Changes nothing, so no go-ahead is needed. */
  private assistReadOnly(task: HostTask, command: Omit<AssistantCommand, Bounds>): Promise<AssistantResult> {
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
/** Carries out a command; with `as`, logs on with that credential instead of the management credential. */
type Work = (as?: Pick<OwnLogin, 'credential' | 'runAs'>) => Promise<AssistantResult>;

/** A process that has lost the rotation must not change the host, because another one may have continued it. */
async function goAhead(task: HostTask): Promise<void> {
  await task.lease?.confirm();
  task.touched = true;
}

/**
 * In a conversation no script asks for the go-ahead, so our own clock has to suffice. Returns false when the rotation
 * is no longer ours.
 */
function begins(task: HostTask): boolean {
  const isHeld = task.lease?.isHeld ?? true;
  if (isHeld) task.touched = true;
  return isHeld;
}

/**
 * Where the password has expired, sshd runs no script. It runs the dialogue of passwd(1) instead of whatever was to
 * have a terminal.
 */
function whereExpired(error: unknown): AssistantUnavailable {
  if (error instanceof AssistantUnavailable && codeOf(error) === passwordExpired) return error;
  throw error;
}

async function countingRefusals<T>(task: HostTask, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isLoginRefused(error)) countRefusal(task);
    throw error;
  }
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
