import type { SshdInstance } from '../../src/demo/sshd-instance.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { HeldHost } from './held-host.ts';
import { HeldTransactions, type HeldWhen, type Step } from './held-transactions.ts';

/** A moment of a rotation: in a transaction, or when a command on the host has taken effect and is not answered yet. */
export type Moment = readonly [Step, HeldWhen] | 'between effect and answer';

type NamedMoments = readonly (readonly [string, Moment])[];

const untilProof: NamedMoments = [
  ['once it is taken', ['taken', 'committed']],
  ['before the candidate is stored', ['prepared', 'uncommitted']],
  ['once the candidate is stored', ['prepared', 'committed']],
  ['while it waits for those who are logging on', ['draining', 'committed']],
  ['before the command', ['applying', 'committed']],
  ['between the effect of the command and its answer', 'between effect and answer'],
];

/** The moments of a password's rotation. */
export const passwordMoments: NamedMoments = [
  ...untilProof,
  ['after the proof', ['finished', 'uncommitted']],
  ['once it is promoted, which is not answered', ['finished', 'committed']],
];

/** The moments of a key pair's rotation, up to the grace period. */
export const keyMoments: NamedMoments = [
  ...untilProof,
  ['after the proof', ['retiring', 'uncommitted']],
  ['once it is promoted, which is not answered', ['retiring', 'committed']],
];

/** The moments after the grace period. */
export const retirementMoments: NamedMoments = [
  ['once it is taken', ['taken', 'committed']],
  ['between the effect of the command and its answer', 'between effect and answer'],
  ['before its end is noted', ['finished', 'uncommitted']],
  ['once its end is noted, which is not answered', ['finished', 'committed']],
];

/** Holds the rotating process at a moment of a rotation. */
export class Moments {
  private constructor(
    readonly host: HeldHost,
    private readonly transactions: HeldTransactions,
  ) {}

  static async of(database: TestDatabase, target: SshdInstance): Promise<Moments> {
    return new Moments(await HeldHost.on(target), await HeldTransactions.on(database));
  }

  /** Makes the rotation that creates this version wait there until it is released. */
  async hold(
    moment: Moment,
    { user, versionId }: { readonly user: string; readonly versionId: string },
  ): Promise<{ arrived: () => Promise<void>; release: () => void | Promise<void> }> {
    if (moment === 'between effect and answer') return this.host.hold(user, 'after');
    return this.transactions.hold(versionId, moment[0], moment[1]);
  }

  close(): Promise<void> {
    return this.transactions.close();
  }
}
