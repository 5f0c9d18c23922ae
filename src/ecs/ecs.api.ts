import type { Caller } from '../common/caller.ts';
import type { Redacted } from '../common/redacted.ts';
import type { TargetCredential } from '../ssh/target-authentication.ts';

/** An ECS instance in the inventory: a server that was registered, not created here. */
export interface Instance {
  readonly instanceId: string;
  readonly instanceName: string;
  readonly region: string;
  readonly osType: 'Linux' | 'Windows';
  /** The address that management commands are sent to: an IP address or a host name. */
  readonly address: string;
  /** The SSH port at that address. */
  readonly port: number;
  /** The network domain that the address is in. */
  readonly networkDomainId: string;
}

export type ScriptLanguage = 'sh' | 'powershell';

/** A script for an instance. Secrets go to its standard input, never into the script or its arguments. */
export interface AssistantCommand {
  readonly instanceId: string;
  /** A POSIX shell script, run by `/bin/sh`, or a Windows PowerShell 5.1 script, which finds its input in `$stdin`. */
  readonly script: string;
  /** Default: `sh`. */
  readonly language?: ScriptLanguage;
  /** A shell script's `$1`, `$2`, … */
  readonly arguments?: readonly string[];
  readonly input?: Redacted<string>;
  /**
   * The user a shell script runs as; a PowerShell script always runs as the user who logs on.
   * - `root` (default): through sudo unless the user who logs on is root. If sudo asks for a password, it gets the
   *   management credential's.
   * - `login-user`: the user who logs on.
   * - `{ user }`: root becomes this user.
   * LaunchFailure has the exit codes for when this is not possible.
   */
  readonly runAs?: 'root' | 'login-user' | { readonly user: string };
  /** Used to log on instead of the management credential. */
  readonly credential?: TargetCredential;
  /**
   * Called when a shell script is about to begin. A rejection ends the script before it has begun, and the command
   * rejects with it. The script does not begin either when, by the host's own clock, the answer took longer than
   * `goAheadSeconds` (LaunchFailure.tooLate). So a caller whose lease lasts longer than that when it gives its go-ahead
   * knows that none of its scripts begins after the lease.
   */
  readonly goAhead?: () => Promise<void>;
  /** Milliseconds until the command is given up. Its effect is unknown then. */
  readonly timeoutMs: number;
  /** Gives the command up immediately. Its effect is unknown then. */
  readonly signal?: AbortSignal;
}

/** A program that asks questions on a terminal. */
export interface AssistantConversation extends Pick<
  AssistantCommand,
  'instanceId' | 'credential' | 'timeoutMs' | 'signal'
> {
  /** A command line for the login shell of the user who logs on. Other users of the instance can see it. */
  readonly program: string;
  /** What to type in reply to the output since the last answer; undefined to type nothing yet. */
  readonly answer: (shown: string) => Redacted<string> | undefined;
}

/** Exit codes of a script that could not be started as `runAs` says, or not in time. */
export const LaunchFailure = { cannotBecomeRoot: 240, noSuchUser: 241, cannotBecomeUser: 242, tooLate: 245 } as const;

/** How long a script waits for its go-ahead. */
export const goAheadSeconds = 3;

export interface AssistantResult {
  readonly exitCode: number;
  /** At most 24,576 bytes each, cut at the end. */
  readonly stdout: string;
  readonly stderr: string;
  /** Bytes cut off from both. */
  readonly droppedBytes: number;
}

/** Runs commands on instances through their management credential (Cloud Assistant, over SSH). */
export abstract class CloudAssistant {
  /** @throws AssistantUnavailable when the command did not provably run to its end, and what `goAhead` rejects with */
  abstract run(caller: Caller, command: AssistantCommand): Promise<AssistantResult>;
  /** @throws AssistantUnavailable when the program did not provably run to its end */
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
  'proxy',
  'not-begun',
] as const;
type NeverStarted = (typeof neverStarted)[number];

/**
 * The command did not provably run: no management credential, no connection, no exit status in time, or a server that
 * lets the user in and runs something else (`not-begun`: a login shell such as nologin, ForceCommand, an expired
 * password). In the last case the message quotes the server.
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

  /** False when nothing of the command can have run, true when its effect is unknown. */
  get mayHaveRun(): boolean {
    return !neverStarted.some((reason) => reason === this.reason);
  }
}
