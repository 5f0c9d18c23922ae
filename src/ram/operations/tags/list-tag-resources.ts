import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { ListOf, Member, Optional, Whole } from '../../../gateway/fields.ts';
import { Paging } from '../../../gateway/paging.ts';
import type { TaggedType, RamTag } from '../../../identity/tags/ram-tag.entity.ts';
import { RamTags } from '../../../identity/tags/ram-tags.ts';
import { RamAction } from '../ram-action.ts';
import { Marker, ResourceNames, ResourceType } from '../ram-fields.ts';
import { readFilters, TagInput } from '../shapes/tag.ts';
import { taggedResources } from '../shapes/tagged-resources.ts';

export class ListTagResourcesRequest {
  @ResourceType() ResourceType: TaggedType;
  @Optional() @ResourceNames() ResourceNames?: string[];
  @Optional() @ListOf(TagInput, { max: 20 }) Tag: TagInput[] = [];
  @Optional() @Whole(1, 100) PageSize: number = 20;
  @Optional() @Marker() NextToken?: string;
}

class TagResource {
  @Member() ResourceType: string;
  @Member() ResourceName: string;
  @Member() TagKey: string;
  @Member() TagValue: string;
}

export class ListTagResourcesResponse {
  @Member([TagResource]) TagResources: TagResource[];
  @Member() NextToken?: string;
}

@RamAction({
  request: ListTagResourcesRequest,
  response: ListTagResourcesResponse,
  route: 'GET /ram/resources/tags',
  resource: taggedResources,
})
export class ListTagResources implements ActionHandler<ListTagResourcesRequest, ListTagResourcesResponse> {
  constructor(
    private readonly tags: RamTags,
    private readonly paging: Paging,
  ) {}

  async handle(caller: Caller, request: ListTagResourcesRequest): Promise<ListTagResourcesResponse> {
    const { ResourceType: type, ResourceNames: names, Tag, PageSize: limit } = request;
    const list = this.paging.listFor(caller, ListTagResources, request);
    const after = list.after && { resourceName: list.after[0] ?? '', key: list.after[1] ?? '' };
    const { items, next } = await this.tags.list(caller, { type, names }, readFilters(Tag), { limit, after });
    return {
      TagResources: items.map(show),
      NextToken: list.tokenAfter(next && [next.resourceName, next.key]),
    };
  }
}

function show({ resourceType, resourceName, key, value }: RamTag): TagResource {
  return { ResourceType: resourceType, ResourceName: resourceName, TagKey: key, TagValue: value };
}
