import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { ListOf, Member, Optional, Text } from '../../../gateway/fields.ts';
import { Paging } from '../../../gateway/paging.ts';
import type { InstanceTag } from '../../instances/instance-tag.entity.ts';
import { InstanceTags } from '../../instances/instance-tags.ts';
import { BastionhostAccountAction } from '../bastionhost-action.ts';
import { ResourceGroupId, ResourceIds, ResourceType } from '../bastionhost-fields.ts';
import { readFilters, TagInput } from '../shapes/tag.ts';

const pageSize = 50;

export class ListTagResourcesRequest {
  @ResourceType() ResourceType: string;
  @Optional() @ResourceIds() ResourceId?: string[];
  @Optional() @ListOf(TagInput, { max: 20 }) Tag: TagInput[] = [];
  @Optional() @ResourceGroupId() ResourceGroupId?: string;
  @Optional() @Text(1, 2048) NextToken?: string;
}

class TagResource {
  @Member() ResourceId: string;
  @Member() ResourceType: string;
  @Member() TagKey: string;
  @Member() TagValue: string;
}

export class ListTagResourcesResponse {
  @Member([TagResource]) TagResources: TagResource[];
  /** Absent on the last page. Terraform asks for further pages until it is, even where it is empty. */
  @Member() NextToken?: string;
}

@BastionhostAccountAction({
  request: ListTagResourcesRequest,
  response: ListTagResourcesResponse,
  route: 'GET /bastionhost/tags',
})
export class ListTagResources implements ActionHandler<ListTagResourcesRequest, ListTagResourcesResponse> {
  constructor(
    private readonly tags: InstanceTags,
    private readonly paging: Paging,
  ) {}

  async handle(caller: Caller, request: ListTagResourcesRequest): Promise<ListTagResourcesResponse> {
    const { ResourceId: instanceIds, ResourceGroupId: resourceGroupId, Tag } = request;
    const list = this.paging.listFor(caller, ListTagResources, request);
    const after = list.after && { instanceId: list.after[0] ?? '', key: list.after[1] ?? '' };
    const filter = { instanceIds, resourceGroupId, tags: readFilters(Tag) };
    const { items, next } = await this.tags.list(caller, filter, { limit: pageSize, after });
    return { TagResources: items.map(show), NextToken: list.tokenAfter(next && [next.instanceId, next.key]) };
  }
}

function show({ instanceId, key, value }: InstanceTag): TagResource {
  return { ResourceId: instanceId, ResourceType: 'INSTANCE', TagKey: key, TagValue: value };
}
