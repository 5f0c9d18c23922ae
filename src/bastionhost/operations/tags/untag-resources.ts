import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, ListOf, Optional } from '../../../gateway/fields.ts';
import { BastionhostErrors } from '../../bastionhost.errors.ts';
import { InstanceTags } from '../../instances/instance-tags.ts';
import { BastionhostAccountAction } from '../bastionhost-action.ts';
import { ResourceIds, ResourceType } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class UntagResourcesRequest {
  @ResourceType() ResourceType: string;
  @ResourceIds() ResourceId: string[];
  @Optional() @ListOf(String, { max: 20 }) TagKey: string[] = [];
  /** Ignored when a TagKey is given. */
  @Optional() @Flag() All: boolean = false;
}

@BastionhostAccountAction({
  request: UntagResourcesRequest,
  response: NoAnswer,
  route: 'POST /bastionhost/tags:untag-resources',
})
export class UntagResources implements ActionHandler<UntagResourcesRequest, NoAnswer> {
  constructor(private readonly tags: InstanceTags) {}

  async handle(caller: Caller, { ResourceId, TagKey, All }: UntagResourcesRequest): Promise<NoAnswer> {
    if (TagKey.length === 0 && !All) throw BastionhostErrors.MissingParameter({ Name: 'TagKey' });
    await this.tags.remove(caller, ResourceId, TagKey.length > 0 ? TagKey : undefined);
    return {};
  }
}
