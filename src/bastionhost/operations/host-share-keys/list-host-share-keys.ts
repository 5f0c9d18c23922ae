import { Member, Optional } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import { HostShareKeys } from '../../hosts/host-share-keys.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, PageSize } from '../bastionhost-fields.ts';
import { HostShareKeyItem, hostShareKeyItem } from '../shapes/host-share-key.ts';

export class ListHostShareKeysRequest {
  @InstanceId() InstanceId: string;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

export class ListedHostShareKey extends HostShareKeyItem {
  @Member() HostAccountCount: number;
}

export class ListHostShareKeysResponse {
  @Member([ListedHostShareKey]) HostShareKeys: ListedHostShareKey[];
  @Member() TotalCount: number;
}

@BastionhostAction({
  request: ListHostShareKeysRequest,
  response: ListHostShareKeysResponse,
  route: 'GET /bastionhost/host-share-keys',
})
export class ListHostShareKeys implements BastionHandler<ListHostShareKeysRequest, ListHostShareKeysResponse> {
  constructor(private readonly keys: HostShareKeys) {}

  async handle(bastion: Bastion, request: ListHostShareKeysRequest): Promise<ListHostShareKeysResponse> {
    const { items, total } = await this.keys.list(bastion, pageOf(request, 20));
    const keys = items.map((key) => ({ ...hostShareKeyItem(key), HostAccountCount: key.accountCount }));
    return { HostShareKeys: keys, TotalCount: total };
  }
}
