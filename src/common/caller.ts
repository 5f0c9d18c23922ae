/** Who makes a call, for whom and from where. The first argument of every service method. */
export interface Caller {
  readonly accountId: string;
  readonly region: string;
  readonly identity: Identity;
  /** The network address that the call came from; `internal` for calls that the service makes itself. */
  readonly sourceAddress: string;
  /** It came over TLS or SSH, or from within this process. */
  readonly secureTransport?: boolean;
  readonly requestId: string;
}

export interface Identity {
  /**
   * The account itself, one of its RAM users, a session of one of its roles, a role that the service itself acts in, or
   * a product that acts by itself.
   */
  readonly kind: 'Account' | 'RamUser' | 'AssumedRole' | 'ServiceRole' | 'Service';
  /**
   * `acs:ram::<account>:root`, `…:user/<name>`, `…:role/<name>`, `…:assumed-role/<role>/<session>`, or
   * `<product>.aliyuncs.com`.
   */
  readonly arn: string;
  /** The id of the account, user or role; for a session, `<role id>:<session name>`. */
  readonly principalId?: string;
  readonly accessKeyId?: string;
  /** The bastion user on whose behalf a service role acts, as `user/<name>`; shown in the audit trail. */
  readonly onBehalfOf?: string;
  /** Policies attached to a user, their groups or a role, as they were when the call came. */
  readonly policies?: readonly AttachedPolicy[];
  /** Limits a session in addition to the policies of its role. */
  readonly sessionPolicy?: string;
}

export interface AttachedPolicy {
  readonly type: 'System' | 'Custom';
  readonly name: string;
  /** Of a custom policy; system policies are known by name. */
  readonly document?: string;
}
