import { Injectable } from '@nestjs/common';
import { Member } from '../../../gateway/fields.ts';
import { ShareKeyAttachments, type AttachmentResult } from '../../hosts/share-key-attachments.ts';
import type { Bastion } from '../../instances/bastion.ts';
import type { BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId, ObjectIdList } from '../bastionhost-fields.ts';

export class AccountsOfShareKeyRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostShareKeyId: string;
  @ObjectIdList(100) HostAccountIds: string[];
}

/** The outcome for one account. */
export class AccountOfShareKeyResult {
  @Member() Code: string;
  @Member() HostAccountId: string;
  @Member() HostShareKeyId: string;
  @Member() Message: string;
}

export class AccountsOfShareKeyResponse {
  @Member([AccountOfShareKeyResult]) Results: AccountOfShareKeyResult[];
}

const messages: Record<AttachmentResult['code'], string> = {
  OK: '',
  OBJECT_NOT_FOUND: 'There is no such shared key or host account, or the account does not have the key.',
  OBJECT_AlREADY_EXISTS: 'The host account has the shared key already.',
  INVALID_ARGUMENT: 'Only an SSH account whose credential is not in KMS takes a shared key.',
};

/** Attaches host accounts to a shared key, or detaches them. Each item succeeds or fails on its own. */
@Injectable()
export abstract class AccountsOfShareKey implements BastionHandler<
  AccountsOfShareKeyRequest,
  AccountsOfShareKeyResponse
> {
  protected abstract readonly change: 'attach' | 'detach';

  constructor(private readonly attachments: ShareKeyAttachments) {}

  async handle(bastion: Bastion, request: AccountsOfShareKeyRequest): Promise<AccountsOfShareKeyResponse> {
    const { HostShareKeyId, HostAccountIds } = request;
    const results = await this.attachments[this.change](bastion, HostShareKeyId, HostAccountIds);
    return {
      Results: results.map(({ hostAccountId, code }) => ({
        Code: code,
        HostAccountId: hostAccountId,
        HostShareKeyId,
        Message: messages[code],
      })),
    };
  }
}
