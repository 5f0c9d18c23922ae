import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { ListOf, PublishedAsOptional } from '../../../gateway/fields.ts';
import type { TaggedType } from '../../../identity/tags/ram-tag.entity.ts';
import { RamTags } from '../../../identity/tags/ram-tags.ts';
import { RamAction } from '../ram-action.ts';
import { ResourceNames, ResourceType } from '../ram-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';
import { readTags, TagInput } from '../shapes/tag.ts';
import { taggedResources } from '../shapes/tagged-resources.ts';

export class TagResourcesRequest {
  @ResourceType() ResourceType: TaggedType;
  @PublishedAsOptional() @ResourceNames() ResourceNames: string[];
  @ListOf(TagInput, { max: 20 }) Tag: TagInput[];
}

@RamAction({
  request: TagResourcesRequest,
  response: EmptyResponse,
  route: 'POST /ram/resources:tag',
  resource: taggedResources,
})
export class TagResources implements ActionHandler<TagResourcesRequest, EmptyResponse> {
  constructor(private readonly tags: RamTags) {}

  async handle(caller: Caller, request: TagResourcesRequest): Promise<EmptyResponse> {
    const { ResourceType: type, ResourceNames: names, Tag } = request;
    await this.tags.add(caller, { type, names }, readTags(Tag));
    return {};
  }
}
