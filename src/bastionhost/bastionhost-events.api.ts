/** A bastion instance was created. Engineers of its account log on at a port of its own. */
export interface BastionInstanceCreated {
  readonly kind: 'BastionInstanceCreated';
  readonly accountId: string;
  readonly instanceId: string;
}

/** Other public addresses than before may log on at an instance's listener. */
export interface BastionPublicAccessChanged {
  readonly kind: 'BastionPublicAccessChanged';
  readonly accountId: string;
  readonly instanceId: string;
}

/** How long sessions may last, or another setting of the console, changed. */
export interface BastionSettingsChanged {
  readonly kind: 'BastionSettingsChanged';
  readonly accountId: string;
  readonly instanceId: string;
}

/**
 * Something that access rests on was removed: a grant, a rule, a member of a group, or the user, host, host account,
 * group or public key itself; or a user was locked, has another validity, or lost the RAM user whom they stand for; or
 * an account has another name, or a host another operating system.
 * Each id that is given narrows down who may be affected; without any it is the whole instance.
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

/**
 * What engineers may connect to has changed in another way: a host is called or reached otherwise, an account was added
 * or has other credentials, or more was granted. A user's id, if given, says who is concerned; without it, it may be
 * anybody of the instance.
 */
export interface AccessChanged {
  readonly kind: 'AccessChanged';
  readonly accountId: string;
  readonly instanceId: string;
  readonly userId?: string;
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

declare module '../events/event-types.api.ts' {
  interface EventTypes {
    readonly BastionInstanceCreated: BastionInstanceCreated;
    readonly BastionPublicAccessChanged: BastionPublicAccessChanged;
    readonly BastionSettingsChanged: BastionSettingsChanged;
    readonly AccessWithdrawn: AccessWithdrawn;
    readonly AccessChanged: AccessChanged;
    readonly SessionEndWanted: SessionEndWanted;
  }
}
