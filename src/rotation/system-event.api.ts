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

declare module '../events/event-types.api.ts' {
  interface EventTypes {
    readonly SystemEvent: SystemEvent;
  }
}
