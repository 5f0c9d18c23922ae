/** Who makes a call, for whom, from where. The first argument of every service method. */
export interface Caller {
  readonly accountId: string;
  readonly region: string;
  readonly identity: Identity;
  /** The network address that the call came from; `internal` for calls that the service makes itself. */
  readonly sourceAddress: string;
  /** It came by TLS or SSH, or from within this process. */
  readonly secureTransport?: boolean;
  readonly requestId: string;
}

export interface Identity {
  /**
   * The account itself, one of its RAM users, a session of one of its roles, a role that the service itself acts in, or a product that acts of
   * its own accord.
   */
  readonly kind: 'Account' | 'RamUser' | 'AssumedRole' | 'ServiceRole' | 'Service';
  /** `acs:ram::<account>:root`, `…:user/<name>`, `…:role/<name>`, `…:assumed-role/<role>/<session>`, or `<product>.aliyuncs.com`. */
  readonly arn: string;
  /** The id of the account, user or role; of a session `<role id>:<session name>`. */
  readonly principalId?: string;
  readonly accessKeyId?: string;
  /** The bastion user for whom a service role acts, as `user/<name>`; shown in the audit trail. */
  readonly onBehalfOf?: string;
  /** What is attached to a user, his groups or a role, as it was when the call came. */
  readonly policies?: readonly AttachedPolicy[];
  /** Bounds a session beside the policies of its role. */
  readonly sessionPolicy?: string;
}

export interface AttachedPolicy {
  readonly type: 'System' | 'Custom';
  readonly name: string;
  /** Of a custom policy; those of the system are known by name. */
  readonly document?: string;
}
