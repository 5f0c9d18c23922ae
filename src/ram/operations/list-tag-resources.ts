import type { Caller } from '../../common/caller.ts';
import type { ActionHandler } from '../../gateway/action.ts';
import { ListOf, Member, Optional, Whole } from '../../gateway/fields.ts';
import type { TaggedType, RamTag } from '../../identity/tags/ram-tag.entity.ts';
import { RamTags, type TagPlace } from '../../identity/tags/ram-tags.service.ts';
import { RamErrors } from '../ram.errors.ts';
import { RamAction } from './ram-action.ts';
import { Marker, ResourceNames, ResourceType } from './ram-fields.ts';
import { readMarker, writeMarker } from './shapes/marker.ts';
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
  constructor(private readonly tags: RamTags) {}

  async handle(caller: Caller, request: ListTagResourcesRequest): Promise<ListTagResourcesResponse> {
    const { ResourceType: type, ResourceNames: names, Tag, PageSize, NextToken } = request;
    const piece = { limit: PageSize + 1, after: NextToken === undefined ? undefined : placeOf(NextToken) };
    const found = await this.tags.list(caller, { type, names }, readFilters(Tag), piece);
    const shown = found.slice(0, PageSize);
    return { TagResources: shown.map(show), NextToken: found.length > PageSize ? tokenOf(shown.at(-1)) : undefined };
  }
}

function show({ resourceType, resourceName, key, value }: RamTag): TagResource {
  return { ResourceType: resourceType, ResourceName: resourceName, TagKey: key, TagValue: value };
}

function tokenOf(last: RamTag | undefined): string | undefined {
  return last && writeMarker([last.resourceName, last.key]);
}

function placeOf(token: string): TagPlace {
  const refusal = () => RamErrors.InvalidParameter({ Name: 'NextToken' });
  const [resourceName = '', key = ''] = readMarker(token, 2, refusal);
  return { resourceName, key };
}
