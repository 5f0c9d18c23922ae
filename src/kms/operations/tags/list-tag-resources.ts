import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { ListOf, Member, OneOf, Optional, Text } from '../../../gateway/fields.ts';
import { Paging } from '../../../gateway/paging.ts';
import { TagListing } from '../../tags/tag-listing.ts';
import { requireTags } from '../../tags/tag-rules.ts';
import { allArn, type TaggedKind } from '../../tags/tagged-resource.ts';
import { KmsAction } from '../kms-action.ts';
import { listedArns, orMissing, ResourceTag } from '../shapes/tagged-resources.ts';

const pageSize = 100;

export class ListTagResourcesRequest {
  @OneOf('key', 'secret') ResourceType: TaggedKind;
  @Optional() @ListOf(String, { max: 50 }) ResourceId: string[] = [];
  @Optional() @ListOf(ResourceTag, { max: 20 }) Tag: ResourceTag[] = [];
  @Optional() @Text(1, 2048) NextToken?: string;
}

class ListedTag {
  @Member() ResourceId: string;
  @Member() ResourceType: string;
  @Member() TagKey: string;
  @Member() TagValue: string;
}

class ListedTags {
  @Member([ListedTag]) TagResource: ListedTag[];
}

export class ListTagResourcesResponse {
  @Member() TagResources: ListedTags;
  @Member() NextToken?: string;
}

@KmsAction({
  request: ListTagResourcesRequest,
  response: ListTagResourcesResponse,
  route: 'GET /kms/tags',
  resource: (caller, request) =>
    request.ResourceId.length > 0 ? listedArns(caller, request) : allArn(caller, request.ResourceType),
  reword: orMissing,
})
export class ListTagResources implements ActionHandler<ListTagResourcesRequest, ListTagResourcesResponse> {
  constructor(
    private readonly listing: TagListing,
    private readonly paging: Paging,
  ) {}

  async handle(caller: Caller, request: ListTagResourcesRequest): Promise<ListTagResourcesResponse> {
    const { ResourceType, ResourceId: ids } = request;
    const tags = request.Tag.map(({ Key: key, Value: value }) => ({ key, value }));
    requireTags(tags.map(({ key, value = '' }) => ({ key, value })));
    const list = this.paging.listFor(caller, ListTagResources, request);
    const [afterId = '', afterKey = ''] = list.after ?? [];
    const wanted = { limit: pageSize, after: [afterId, afterKey] } as const;
    const page = await this.listing.list(caller, { kind: ResourceType, ids, tags }, wanted);
    const TagResource = page.items.map(({ id, key, value }) => show(ResourceType, id, key, value));
    return { TagResources: { TagResource }, NextToken: list.tokenAfter(page.next) };
  }
}

function show(ResourceType: TaggedKind, ResourceId: string, TagKey: string, TagValue: string): ListedTag {
  return { ResourceType, ResourceId, TagKey, TagValue };
}
