import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { HostAccountsService } from '../../hosts/host-accounts.service.ts';
import { BastionhostAction } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { HostAccountItem, hostAccountItem, hostAccountOmits } from '../shapes/host-account.ts';

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
  omits: hostAccountOmits('HostAccount'),
})
export class GetHostAccount implements ActionHandler<GetHostAccountRequest, GetHostAccountResponse> {
  constructor(private readonly accounts: HostAccountsService) {}

  async handle(caller: Caller, request: GetHostAccountRequest): Promise<GetHostAccountResponse> {
    return { HostAccount: hostAccountItem(await this.accounts.get(caller, request.InstanceId, request.HostAccountId)) };
  }
}
