import type { EntityManager } from 'typeorm';
import type { Caller } from '../common/caller.ts';
import type { Redacted } from '../common/redacted.ts';
import type { TargetCredential } from '../ssh/target-authentication.ts';

/** An ECS instance of the inventory: a server that was registered, not made here. */
export interface Instance {
  readonly instanceId: string;
  readonly instanceName: string;
  readonly region: string;
  readonly osType: 'Linux' | 'Windows';
  /** The address that management commands are sent to: an IP address or a host name. */
  readonly address: string;
  /** The SSH port on it. */
  readonly port: number;
}

/** The inventory of ECS instances, as far as other products refer to it. */
export abstract class Instances {
  /** The instance in the caller's account and region, or undefined. */
  abstract find(caller: Caller, instanceId: string): Promise<Instance | undefined>;
}

export interface InstancePlace {
  readonly accountId: string;
  readonly region: string;
  readonly instanceId: string;
}

/** A user of a server logs on with something else from now on. */
export interface CredentialReplacement {
  readonly former: TargetCredential;
  readonly fresh: TargetCredential;
}

/** What Cloud Assistant logs on with. */
export abstract class ManagementCredentials {
  /** In the transaction of the change: an instance whose management credential is the former one has the fresh one from then on. */
  abstract follow(tx: EntityManager, instance: InstancePlace, replacement: CredentialReplacement): Promise<void>;
}

export type ScriptLanguage = 'sh' | 'powershell';

/** A script for an instance. Secrets go to its standard input, never into the script or its arguments. */
export interface AssistantCommand {
  readonly instanceId: string;
  /** A POSIX shell script, run by `/bin/sh`, or a script of Windows PowerShell 5.1, which finds its input in `$stdin`. */
  readonly script: string;
  /** Default: `sh`. */
  readonly language?: ScriptLanguage;
  /** A shell script's `$1`, `$2`, … */
  readonly arguments?: readonly string[];
  readonly input?: Redacted<string>;
  /**
   * As whom a shell script runs; one of PowerShell always runs as the user who logs on. `root`, the default: through sudo when the user who
   * logs on is not root; if sudo asks for a password, it gets the management credential's. `login-user`: as the user who logs on. Else as that
   * user, whom root becomes; LaunchFailure tells the exit codes when that cannot be.
   */
  readonly runAs?: 'root' | 'login-user' | { readonly user: string };
  /** Logs on in place of the management credential. */
  readonly credential?: TargetCredential;
  /**
   * Asked when a shell script is about to begin; a rejection ends it before it has begun, and is what comes of the command. The script does
   * not begin either when the host, by its own clock, waited longer than `goAheadSeconds` for this (LaunchFailure.tooLate): whoever holds a
   * lease for longer than that when he gives his consent knows that no script of his begins after it.
   */
  readonly goAhead?: () => Promise<void>;
  /** Milliseconds until the command is given up; its effect is unknown then. */
  readonly timeoutMs: number;
  /** Gives the command up at once; its effect is unknown then. */
  readonly signal?: AbortSignal;
}

/** A program that asks its questions on a terminal. */
export interface AssistantConversation extends Pick<
  AssistantCommand,
  'instanceId' | 'credential' | 'timeoutMs' | 'signal'
> {
  /** A command line for the login shell of the user who logs on: others on the instance can see it. */
  readonly program: string;
  /** What is typed at what was shown since the last answer; undefined: nothing yet. */
  readonly answer: (shown: string) => Redacted<string> | undefined;
}

/** Exit codes of a script that could not be started as `runAs` says, or not in time. */
export const LaunchFailure = { cannotBecomeRoot: 240, noSuchUser: 241, cannotBecomeUser: 242, tooLate: 245 } as const;

/** How long a script waits for the consent to begin. */
export const goAheadSeconds = 3;

export interface AssistantResult {
  readonly exitCode: number;
  /** At most 24,576 bytes each, cut at the end. */
  readonly stdout: string;
  readonly stderr: string;
  /** Bytes of both that were cut off. */
  readonly droppedBytes: number;
}

/** Runs commands on instances through their management credential (Cloud Assistant, over SSH). */
export abstract class CloudAssistant {
  /** Throws AssistantUnavailable when the command did not provably run to its end, and what `goAhead` rejects with. */
  abstract run(caller: Caller, command: AssistantCommand): Promise<AssistantResult>;
  /** Throws AssistantUnavailable when the program did not provably run to its end. */
  abstract converse(caller: Caller, conversation: AssistantConversation): Promise<AssistantResult>;
}

const neverStarted = [
  'no-instance',
  'no-credential',
  'unreachable',
  'timeout',
  'closed',
  'no-algorithm',
  'protocol',
  'host-key',
  'authentication',
  'not-begun',
] as const;
type NeverStarted = (typeof neverStarted)[number];

/**
 * The command did not provably run: no management credential, no connection, a server that lets the user in and runs something else
 * (`not-begun`: a login shell such as nologin, ForceCommand, an expired password; the message quotes the server), no exit status in time.
 */
export class AssistantUnavailable extends Error {
  override readonly name = 'AssistantUnavailable';

  constructor(
    readonly reason: NeverStarted | 'command-timeout' | 'unknown-outcome',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** False when nothing of the command can have run; true when its effect is unknown. */
  get mayHaveRun(): boolean {
    return !neverStarted.some((reason) => reason === this.reason);
  }
}
