import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, Optional } from '../../../gateway/fields.ts';
import { PageNumber, pageOf } from '../../../gateway/paging.ts';
import { InstanceTags } from '../../instances/instance-tags.ts';
import { BastionhostAccountAction } from '../bastionhost-action.ts';
import { PageSize, ResourceGroupId, ResourceType } from '../bastionhost-fields.ts';

export class ListTagKeysRequest {
  @ResourceType() ResourceType: string;
  @Optional() @ResourceGroupId() ResourceGroupId?: string;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize() PageSize: number = 0;
}

class TagKeyItem {
  /** How many instances have a tag with this key. */
  @Member() TagCount: number;
  @Member() TagKey: string;
}

export class ListTagKeysResponse {
  @Member() PageNumber: number;
  @Member() PageSize: number;
  @Member([TagKeyItem]) TagKeys: TagKeyItem[];
  @Member() TotalCount: number;
}

@BastionhostAccountAction({
  request: ListTagKeysRequest,
  response: ListTagKeysResponse,
  route: 'GET /bastionhost/tag-keys',
})
export class ListTagKeys implements ActionHandler<ListTagKeysRequest, ListTagKeysResponse> {
  constructor(private readonly tags: InstanceTags) {}

  async handle(caller: Caller, request: ListTagKeysRequest): Promise<ListTagKeysResponse> {
    const page = pageOf(request, 20);
    const { items, total } = await this.tags.keys(caller, { resourceGroupId: request.ResourceGroupId }, page);
    return {
      PageNumber: page.number,
      PageSize: page.size,
      TagKeys: items.map(({ key, count }) => ({ TagCount: count, TagKey: key })),
      TotalCount: total,
    };
  }
}
