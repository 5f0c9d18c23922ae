import type { EntityManager } from 'typeorm';

/** A bastion instance was made: engineers of its account log on at a port of its own. */
export interface BastionInstanceCreated {
  readonly kind: 'BastionInstanceCreated';
  readonly accountId: string;
  readonly instanceId: string;
}

/** What has come to pass and somebody in a ring above may want to know. Names and ids only, never a secret. */
export type Fact = BastionInstanceCreated;

export type FactOf<Kind extends Fact['kind']> = Extract<Fact, { readonly kind: Kind }>;

/** News between parts and processes: what one ring has changed, those above are told of. */
export abstract class Events {
  /** In the transaction of the change itself: what is rolled back was never told. */
  abstract publish(tx: EntityManager, fact: Fact): Promise<void>;

  /**
   * In every process, within a second, `listener` is told of what is committed from the start on. News may get lost when a process is cut off
   * from the database for minutes, so the truth is in the tables: read them first, then again when told.
   */
  abstract subscribe<Kind extends Fact['kind']>(
    kind: Kind,
    listener: (fact: FactOf<Kind>) => void | Promise<void>,
  ): void;
}
