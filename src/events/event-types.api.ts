/**
 * The kinds of events by their names. Whoever publishes a kind adds it here, by `declare module` beside its
 * type. Nothing is needed at run time: the outbox stores any kind.
 */
export interface EventTypes {}

/** An event that a ring above may need to know about. Names and ids only, never a secret. */
export type DomainEvent = EventTypes[keyof EventTypes];

export type DomainEventOf<Kind extends DomainEvent['kind']> = Extract<DomainEvent, { readonly kind: Kind }>;

/** A kind of event, and other members that must match. */
export type Like<Kind extends DomainEvent['kind']> = { readonly kind: Kind } & Partial<DomainEventOf<Kind>>;

/** An event and when it was published. */
export interface PublishedEvent<Kind extends DomainEvent['kind']> {
  readonly at: Date;
  readonly fact: DomainEventOf<Kind>;
}
