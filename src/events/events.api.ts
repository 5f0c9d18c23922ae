import type { EntityManager } from 'typeorm';

/** A bastion instance was made: engineers of its account log on at a port of its own. */
export interface BastionInstanceCreated {
  readonly kind: 'BastionInstanceCreated';
  readonly accountId: string;
  readonly instanceId: string;
}

/**
 * Something went that access rests on: a grant, or the user, host, host account or public key itself. Each id that is given narrows down
 * whom it concerns.
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

/** Somebody wants an open session ended; `reason` is for its engineer. */
export interface SessionEndWanted {
  readonly kind: 'SessionEndWanted';
  readonly accountId: string;
  readonly instanceId: string;
  /** 32 hexadecimal digits. */
  readonly sessionId: string;
  readonly reason: string;
}

/** What became of a secret's credential, in the members of the vendor's system events. */
export interface SystemEvent {
  readonly kind: 'SystemEvent';
  readonly accountId: string;
  readonly region: string;
  readonly level: 'INFO' | 'CRITICAL';
  /** The last is ours: a credential that worked after its rotation is refused, or a key that was taken away is let in. */
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

/** What has come to pass and somebody in a ring above may want to know. Names and ids only, never a secret. */
export type Fact = BastionInstanceCreated | AccessWithdrawn | SessionEndWanted | SystemEvent;

export type FactOf<Kind extends Fact['kind']> = Extract<Fact, { readonly kind: Kind }>;

/** A kind of facts, and what else must be so of them. */
export type Like<Kind extends Fact['kind']> = { readonly kind: Kind } & Partial<FactOf<Kind>>;

/** A fact, and when it was told. */
export interface Told<Kind extends Fact['kind']> {
  readonly at: Date;
  readonly fact: FactOf<Kind>;
}

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

  /** What was told in the last 90 days and is `like` this, the latest first, at most `limit` of it. */
  abstract history<Kind extends Fact['kind']>(like: Like<Kind>, limit: number): Promise<Told<Kind>[]>;
}
