import type { EntityManager } from 'typeorm';

/** A bastion instance was created. Engineers of its account log on at a port of its own. */
export interface BastionInstanceCreated {
  readonly kind: 'BastionInstanceCreated';
  readonly accountId: string;
  readonly instanceId: string;
}

/**
 * Something that access rests on was removed: a grant, or the user, host, host account or public key itself. Each id
 * that is given narrows down who is affected.
 */
export interface AccessWithdrawn {
  readonly kind: 'AccessWithdrawn';
  readonly accountId: string;
  readonly instanceId: string;
  readonly userId?: string;
  readonly publicKeyId?: string;
  readonly hostId?: string;
  readonly hostAccountId?: string;
}

/** A request to end an open session; `reason` is for its engineer. */
export interface SessionEndWanted {
  readonly kind: 'SessionEndWanted';
  readonly accountId: string;
  readonly instanceId: string;
  /** 32 hexadecimal digits. */
  readonly sessionId: string;
  readonly reason: string;
}

/** What happened to a secret's credential, in the members of the vendor's system events. */
export interface SystemEvent {
  readonly kind: 'SystemEvent';
  readonly accountId: string;
  readonly region: string;
  readonly level: 'INFO' | 'CRITICAL';
  /** The last is our own: a credential that worked after its rotation is refused, or a removed key is accepted. */
  readonly name: 'Secret:RotateSecret:Success' | 'Secret:RotateSecret:Failure' | 'Secret:CheckSecret:Failure';
  /** The ARN of the secret. */
  readonly resource: string;
  readonly content: {
    readonly secretName: string;
    readonly secretType: string;
    readonly RotationEntityArn: string;
    readonly rotationStatus: 'Enabled' | 'Disabled' | 'Invalid';
    readonly rotationSubType: string;
    readonly failureInfo?: { readonly errorCode: string; readonly errorMessage: string };
  };
}

/** An event that a ring above may need to know about. Names and ids only, never a secret. */
export type Fact = BastionInstanceCreated | AccessWithdrawn | SessionEndWanted | SystemEvent;

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
