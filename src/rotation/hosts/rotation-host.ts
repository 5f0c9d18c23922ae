import type { Redacted } from '../../common/redacted.ts';
import type { AssistantCommand, AssistantConversation, AssistantResult, Instance } from '../../ecs/ecs.api.ts';
import type { EcsCredential } from '../../kms/kms.api.ts';
import type { LeaseKeeper } from '../store/lease-keeper.ts';
import type { RotationRun } from '../store/rotation-run.ts';
import type { HostRefusal } from './host-refusal.ts';

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

/** What a login has shown that offered a key first. */
export interface OfferOutcome {
  readonly takesKey: boolean;
  readonly acceptsCredential: boolean;
}

/** The host of one rotation. */
export interface RotationHost {
  /** @throws AssistantUnavailable (`no-instance`) HostRefusal (a key pair on Windows) */
  instance(): Promise<Instance>;
  /**
   * Runs a script through the management credential or else in the secret's own way, and tells what it has shown: nothing, where a conversation
   * took its place. @throws HostRefusal AssistantUnavailable
   */
  run(command: HostCommand, ownWay: OwnWay): Promise<Redacted<string>>;
  /** The same for a script that changes nothing; without an own way through the management credential alone. */
  ask(command: HostCommand, ownWay?: OwnWay): Promise<Redacted<string>>;
  /** Logs in afresh: true when the host accepts the credential, false when it refuses it. @throws TargetError when there is no answer */
  accepts(credential: EcsCredential): Promise<boolean>;
  /**
   * Logs in with the credential after a key was offered, so that a host that takes the key no more counts no failed login.
   * @throws TargetError when there is no answer
   */
  offer(credential: EcsCredential, publicKey: string): Promise<OfferOutcome>;
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
