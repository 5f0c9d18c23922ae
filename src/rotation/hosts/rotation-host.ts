import type { Redacted } from '../../common/redacted.ts';
import type { AssistantCommand, AssistantConversation, AssistantResult, Instance } from '../../ecs/ecs.api.ts';
import type { EcsCredential } from '../../kms/kms.api.ts';
import type { LeaseKeeper } from '../store/lease-keeper.ts';
import type { RotationRun } from '../store/rotation-run.ts';
import type { HostRefusal } from './host-refusal.ts';

/** A rotator's script. */
export interface HostCommand {
  readonly script: string;
  readonly language?: AssistantCommand['language'];
  readonly arguments?: readonly string[];
  readonly input: Redacted<string>;
  readonly runAs: AssistantCommand['runAs'];
}

/**
 * The way to the host when Cloud Assistant cannot log on: the secret's own credential, and the user the script then
 * runs as.
 */
export interface OwnLogin {
  readonly credential: EcsCredential;
  readonly runAs: AssistantCommand['runAs'];
  /** What the account does for itself where it cannot become the user of `runAs`. */
  readonly conversation?: HostConversation;
}

/** A program on the host that asks questions on a terminal. */
export interface HostConversation extends Pick<AssistantConversation, 'program' | 'answer'> {
  /** Called with the result once the program has ended. Returns its refusal; undefined when it has done its work. */
  refusal(result: AssistantResult): HostRefusal | undefined;
}

/** The outcome of a login that offered a key first. */
export interface OfferOutcome {
  readonly takesKey: boolean;
  readonly acceptsCredential: boolean;
}

/** The host of one rotation. */
export interface RotationHost {
  /** @throws AssistantUnavailable (`no-instance`), HostRefusal (a key pair on Windows) */
  instance(): Promise<Instance>;
  /**
   * Runs a script through the management credential, or else in the secret's own way. Returns its output, which is
   * empty where a conversation was held instead.
   * @throws HostRefusal, AssistantUnavailable
   */
  run(command: HostCommand, ownLogin: OwnLogin): Promise<Redacted<string>>;
  /**
   * Like `run`, for a script that changes nothing. Without `ownLogin`, through the management credential only.
   * @throws HostRefusal, AssistantUnavailable
   */
  ask(command: HostCommand, ownLogin?: OwnLogin): Promise<Redacted<string>>;
  /**
   * Logs in anew. Returns true when the host accepts the credential, false when it refuses it.
   * @throws TargetError when there is no answer
   */
  accepts(credential: EcsCredential): Promise<boolean>;
  /**
   * Logs in with the credential after offering a key, so that a host that no longer accepts the key counts no failed
   * login.
   * @throws TargetError when there is no answer
   */
  offer(credential: EcsCredential, publicKey: string): Promise<OfferOutcome>;
}

/** The rotation on whose behalf a host is used, and what has come of it so far. */
export interface HostTask {
  readonly run: HostedRun;
  readonly signal: AbortSignal;
  /** The right to change the host; absent where nothing is to be changed. */
  readonly lease?: Pick<LeaseKeeper, 'isHeld' | 'confirm'>;
  touched: boolean;
  refusedLogins: number;
  /**
   * The management credential does not lead to root. It is not tried again, because each try may cost it a failed
   * login.
   */
  isUnmanaged?: boolean;
}

export type HostedRun = Pick<RotationRun, 'accountId' | 'region' | 'requestId' | 'ecs'>;
