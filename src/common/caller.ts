/** Who makes a call, for whom, from where. The first argument of every service method. */
export interface Caller {
  readonly accountId: string;
  readonly region: string;
  readonly identity: Identity;
  /** The network address that the call came from; `internal` for calls that the service makes itself. */
  readonly sourceAddress: string;
  readonly requestId: string;
}

export interface Identity {
  readonly kind: 'Account' | 'ServiceRole';
  /** `acs:ram::<account>:root` or `acs:ram::<account>:role/<name>`. */
  readonly arn: string;
  readonly accessKeyId?: string;
  /** The bastion user for whom a service role acts, as `user/<name>`; shown in the audit trail. */
  readonly onBehalfOf?: string;
}
