import type { EntityManager } from 'typeorm';

/**
 * The kinds of events by their names. Whoever publishes a kind adds it here, by `declare module` beside its
 * type. Nothing is needed at run time: the outbox stores any kind.
 */
export interface EventTypes {}

/** An event that a ring above may need to know about. Names and ids only, never a secret. */
export type Fact = EventTypes[keyof EventTypes];

export type FactOf<Kind extends Fact['kind']> = Extract<Fact, { readonly kind: Kind }>;

/** A kind of event, and other members that must match. */
export type Like<Kind extends Fact['kind']> = { readonly kind: Kind } & Partial<FactOf<Kind>>;

/** An event and when it was published. */
export interface Told<Kind extends Fact['kind']> {
  readonly at: Date;
  readonly fact: FactOf<Kind>;
}

/** Events between parts and processes: what one ring changes, the rings above are notified of. */
export abstract class Events {
  /** Publishes in the transaction of the change itself: what is rolled back was never published. */
  abstract publish(tx: EntityManager, fact: Fact): Promise<void>;

  /**
   * In every process, `listener` is called within a second for each event committed after the start. Events may be lost
   * when a process is cut off from the database for minutes, so the tables are authoritative: read them first, and
   * again at each event.
   */
  abstract subscribe<Kind extends Fact['kind']>(
    kind: Kind,
    listener: (fact: FactOf<Kind>) => void | Promise<void>,
  ): void;

  /** Events of the last 90 days that match `like`, latest first, at most `limit`. */
  abstract history<Kind extends Fact['kind']>(like: Like<Kind>, limit: number): Promise<Told<Kind>[]>;
}
