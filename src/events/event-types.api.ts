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
