import type { Caller } from '../../common/caller.ts';
import type { ActionHandler } from '../../gateway/action.ts';
import { ListOf, Member, Optional, Whole } from '../../gateway/fields.ts';
import type { TaggedType, RamTag } from '../../identity/tags/ram-tag.entity.ts';
import { RamTags, type TagPlace } from '../../identity/tags/ram-tags.service.ts';
import { PageTokens, type PagedList } from '../../sealing/page-tokens.api.ts';
import { RamErrors } from '../ram.errors.ts';
import { RamAction } from './ram-action.ts';
import { Marker, ResourceNames, ResourceType } from './ram-fields.ts';
import { readFilters, TagInput } from './shapes/tag.ts';
import { taggedResources } from './shapes/tagged-resources.ts';

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
  resource: (caller, request) => taggedResources(caller, request)[0],
  alsoOn: (caller, request) => taggedResources(caller, request).slice(1),
})
export class ListTagResources implements ActionHandler<ListTagResourcesRequest, ListTagResourcesResponse> {
  constructor(
    private readonly tags: RamTags,
    private readonly tokens: PageTokens,
  ) {}

  async handle(caller: Caller, request: ListTagResourcesRequest): Promise<ListTagResourcesResponse> {
    const { PageSize, NextToken, ...question } = request;
    const list = { operation: 'ram:ListTagResources', question };
    const { ResourceType: type, ResourceNames: names, Tag } = question;
    const after = NextToken === undefined ? undefined : this.placeAfter(caller, list, NextToken);
    const found = await this.tags.list(caller, { type, names }, readFilters(Tag), { limit: PageSize + 1, after });
    const shown = found.slice(0, PageSize);
    const last = found.length > PageSize ? shown.at(-1) : undefined;
    return {
      TagResources: shown.map(show),
      NextToken: last && this.tokens.write(caller, list, [last.resourceName, last.key]),
    };
  }

  private placeAfter(caller: Caller, list: PagedList, token: string): TagPlace {
    const position = this.tokens.read(caller, list, token);
    if (!position) throw RamErrors.InvalidParameter({ Name: 'NextToken' });
    const [resourceName = '', key = ''] = position;
    return { resourceName, key };
  }
}

function show({ resourceType, resourceName, key, value }: RamTag): TagResource {
  return { ResourceType: resourceType, ResourceName: resourceName, TagKey: key, TagValue: value };
}
