import type { Caller } from '../../../common/caller.ts';
import { Member } from '../../../gateway/fields.ts';
import { HostAccountDetails } from '../../hosts/host-account-details.ts';
import { HostAccountsService } from '../../hosts/host-accounts.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { HostAccountItem, hostAccountItem } from '../shapes/host-account.ts';

export class GetHostAccountRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostAccountId: string;
}

export class GetHostAccountResponse {
  @Member() HostAccount: HostAccountItem;
}

@BastionhostAction({
  request: GetHostAccountRequest,
  response: GetHostAccountResponse,
  route: 'GET /bastionhost/host-accounts/{HostAccountId}',
})
export class GetHostAccount implements BastionHandler<GetHostAccountRequest, GetHostAccountResponse> {
  constructor(
    private readonly accounts: HostAccountsService,
    private readonly details: HostAccountDetails,
  ) {}

  async handle(bastion: Bastion, request: GetHostAccountRequest, caller: Caller): Promise<GetHostAccountResponse> {
    const account = await this.accounts.get(bastion, request.HostAccountId);
    const [detailed] = await this.details.of(caller, bastion, [account]);
    return { HostAccount: hostAccountItem(detailed!) };
  }
}
