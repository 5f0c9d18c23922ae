import { AccountVerification } from '../../../broker/account-verification.api.ts';
import type { Caller } from '../../../common/caller.ts';
import type { Redacted } from '../../../common/redacted.ts';
import { Member, OneOf, Optional } from '../../../gateway/fields.ts';
import { BastionhostErrors, invalidParameter } from '../../bastionhost.errors.ts';
import type { HostLogon } from '../../bastionhost.api.ts';
import { HostLogons } from '../../hosts/host-logons.ts';
import type { ProtocolName } from '../../hosts/host.entity.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { EncodedPrivateKey, InstanceId, Name, ObjectId, PassPhrase, Password } from '../bastionhost-fields.ts';

/** Names an account, or has what CreateHostAccount takes for one. */
export class VerifyHostAccountRequest {
  @InstanceId() InstanceId: string;
  @Optional() @ObjectId() HostAccountId?: string;
  @Optional() @ObjectId() HostId?: string;
  @Optional() @OneOf('SSH', 'RDP') ProtocolName?: ProtocolName;
  @Optional() @Name() HostAccountName?: string;
  @Optional() @Password() Password?: Redacted<string>;
  @Optional() @EncodedPrivateKey() PrivateKey?: Redacted<string>;
  @Optional() @PassPhrase() PassPhrase?: Redacted<string>;
  @Optional() @ObjectId() HostShareKeyId?: string;
}

export class VerificationResult {
  /** `OK`, or why the server was not logged on to. */
  @Member() Code: string;
  @Member() Message: string;
}

export class VerifyHostAccountResponse {
  @Member() Result: VerificationResult;
}

@BastionhostAction({
  request: VerifyHostAccountRequest,
  response: VerifyHostAccountResponse,
  route: 'POST /bastionhost/host-accounts:verify',
  extension: true,
})
export class VerifyHostAccount implements BastionHandler<VerifyHostAccountRequest, VerifyHostAccountResponse> {
  constructor(
    private readonly logons: HostLogons,
    private readonly verification: AccountVerification,
  ) {}

  async handle(
    bastion: Bastion,
    request: VerifyHostAccountRequest,
    caller: Caller,
  ): Promise<VerifyHostAccountResponse> {
    const { code, message } = await this.verification.verify(caller, await this.logon(bastion, request));
    return { Result: { Code: code, Message: message } };
  }

  private logon(bastion: Bastion, { HostAccountId, ...draft }: VerifyHostAccountRequest): Promise<HostLogon> {
    if (HostAccountId === undefined) return this.logons.ofDraft(bastion, draftOf(draft));
    refuseDraft(draft);
    return this.logons.ofAccount(bastion, HostAccountId);
  }
}

type Draft = Omit<VerifyHostAccountRequest, 'HostAccountId'>;

function draftOf({ Password: password, PrivateKey: privateKey, PassPhrase: passphrase, ...draft }: Draft) {
  return {
    hostId: required('HostId', draft.HostId),
    protocolName: required('ProtocolName', draft.ProtocolName),
    accountName: required('HostAccountName', draft.HostAccountName),
    credential: { password, privateKey, passphrase },
    hostShareKeyId: draft.HostShareKeyId,
  };
}

function required<T>(Name: string, value: T | undefined): T {
  if (value === undefined) throw BastionhostErrors.MissingParameter({ Name });
  return value;
}

/** A stored account is tried with its own credential. */
function refuseDraft(draft: Draft): void {
  const [name] = Object.entries(draft).find(([name, value]) => name !== 'InstanceId' && value !== undefined) ?? [];
  if (name !== undefined) throw invalidParameter(name);
}
