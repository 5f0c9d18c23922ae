import type { Caller } from '../../../common/caller.ts';
import { Member, Optional, Text } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import { OperableAssets } from '../../access/operable-assets.ts';
import type { HostAccount } from '../../hosts/host-account.entity.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId, PageSize } from '../bastionhost-fields.ts';
import { HostAccountBasics, hostAccountBasics } from '../shapes/host-account.ts';

export class ListOperationHostAccountsRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostId: string;
  @Optional() @Text(1, 128) HostAccountName?: string;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

/** What a user may do over SSH. */
export class OperationSshConfig {
  @Member() EnableSFTPChannel: boolean;
  @Member() EnableSSHChannel: boolean;
}

export class OperationHostAccount extends HostAccountBasics {
  @Member() SSHConfig: OperationSshConfig;
}

export class ListOperationHostAccountsResponse {
  @Member([OperationHostAccount]) HostAccounts: OperationHostAccount[];
  @Member() TotalCount: number;
}

/** The accounts of a host that the calling RAM user may log on to. */
@BastionhostAction({
  request: ListOperationHostAccountsRequest,
  response: ListOperationHostAccountsResponse,
  route: 'GET /bastionhost/operation-host-accounts',
})
export class ListOperationHostAccounts implements BastionHandler<
  ListOperationHostAccountsRequest,
  ListOperationHostAccountsResponse
> {
  constructor(private readonly assets: OperableAssets) {}

  async handle(
    bastion: Bastion,
    request: ListOperationHostAccountsRequest,
    caller: Caller,
  ): Promise<ListOperationHostAccountsResponse> {
    const query = { hostId: request.HostId, accountName: request.HostAccountName };
    const { items, total } = await this.assets.accountsOf(caller, bastion, query, pageOf(request, 20));
    return { HostAccounts: items.map(itemOf), TotalCount: total };
  }
}

function itemOf(account: HostAccount): OperationHostAccount {
  return {
    ...hostAccountBasics(account),
    // The gate lets both through: there are no control policies.
    SSHConfig: { EnableSFTPChannel: true, EnableSSHChannel: true },
  };
}
