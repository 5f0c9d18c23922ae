import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { ListOf, PublishedAsOptional } from '../../../gateway/fields.ts';
import { BastionhostErrors } from '../../bastionhost.errors.ts';
import { InstanceTags } from '../../instances/instance-tags.ts';
import { BastionhostAccountAction } from '../bastionhost-action.ts';
import { ResourceIds, ResourceType } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';
import { readTags, TagInput } from '../shapes/tag.ts';

export class TagResourcesRequest {
  @ResourceType() ResourceType: string;
  @ResourceIds() ResourceId: string[];
  @PublishedAsOptional() @ListOf(TagInput, { max: 20 }) Tag: TagInput[];
}

@BastionhostAccountAction({
  request: TagResourcesRequest,
  response: NoAnswer,
  route: 'POST /bastionhost/tags:tag-resources',
})
export class TagResources implements ActionHandler<TagResourcesRequest, NoAnswer> {
  constructor(private readonly tags: InstanceTags) {}

  async handle(caller: Caller, { ResourceId, Tag }: TagResourcesRequest): Promise<NoAnswer> {
    if (Tag.length === 0) throw BastionhostErrors.MissingParameter({ Name: 'Tag' });
    await this.tags.add(caller, ResourceId, readTags(Tag));
    return {};
  }
}
