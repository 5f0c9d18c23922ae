import { Member, Optional } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import { ShareKeyAttachments } from '../../hosts/share-key-attachments.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId, PageSize } from '../bastionhost-fields.ts';

export class ListHostAccountsForHostShareKeyRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostShareKeyId: string;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

export class AccountWithShareKey {
  @Member() HostAccountName: string;
  @Member() HostId: string;
  /** The vendor's spelling, here alone. */
  @Member() HostsAccountId: string;
  @Member() ProtocolName: string;
}

export class ListHostAccountsForHostShareKeyResponse {
  @Member([AccountWithShareKey]) HostAccounts: AccountWithShareKey[];
  @Member() TotalCount: number;
}

@BastionhostAction({
  request: ListHostAccountsForHostShareKeyRequest,
  response: ListHostAccountsForHostShareKeyResponse,
  route: 'GET /bastionhost/host-share-keys/{HostShareKeyId}/host-accounts',
})
export class ListHostAccountsForHostShareKey implements BastionHandler<
  ListHostAccountsForHostShareKeyRequest,
  ListHostAccountsForHostShareKeyResponse
> {
  constructor(private readonly attachments: ShareKeyAttachments) {}

  async handle(
    bastion: Bastion,
    request: ListHostAccountsForHostShareKeyRequest,
  ): Promise<ListHostAccountsForHostShareKeyResponse> {
    const { items, total } = await this.attachments.accountsOf(bastion, request.HostShareKeyId, pageOf(request, 10));
    const accounts = items.map(({ id, accountName, hostId, protocolName }) => ({
      HostAccountName: accountName,
      HostId: hostId,
      HostsAccountId: id,
      ProtocolName: protocolName,
    }));
    return { HostAccounts: accounts, TotalCount: total };
  }
}
