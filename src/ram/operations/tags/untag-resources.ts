import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Extension, Flag, ListOf, Optional } from '../../../gateway/fields.ts';
import type { TaggedType } from '../../../identity/tags/ram-tag.entity.ts';
import { RamTags } from '../../../identity/tags/ram-tags.ts';
import { RamErrors } from '../../ram.errors.ts';
import { RamAction } from '../ram-action.ts';
import { ResourceNames, ResourceType } from '../ram-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';
import { taggedResources } from '../shapes/tagged-resources.ts';

export class UntagResourcesRequest {
  @ResourceType() ResourceType: TaggedType;
  @ResourceNames() ResourceNames: string[];
  @Optional() @ListOf(String, { max: 20 }) TagKeys: string[] = [];
  // Terraform sends the keys a second time under this name.
  @Extension() @Optional() @ListOf(String, { max: 20 }) TagKey: string[] = [];
  @Optional() @Flag() All: boolean = false;
}

@RamAction({
  request: UntagResourcesRequest,
  response: EmptyResponse,
  route: 'POST /ram/resources:untag',
  resource: taggedResources,
})
export class UntagResources implements ActionHandler<UntagResourcesRequest, EmptyResponse> {
  constructor(private readonly tags: RamTags) {}

  async handle(caller: Caller, request: UntagResourcesRequest): Promise<EmptyResponse> {
    const { ResourceType: type, ResourceNames: names, TagKeys, TagKey, All } = request;
    // The vendor would ignore TagKey without TagKeys, and All would then remove more tags than intended.
    if (TagKey.length > 0 && TagKeys.length === 0) throw RamErrors.InvalidParameter({ Name: 'TagKey' });
    // All applies only where no keys are named.
    if (!All && TagKeys.length === 0) throw RamErrors.MissingParameter({ Name: 'TagKeys' });
    await this.tags.remove(caller, { type, names }, TagKeys.length > 0 ? TagKeys : undefined);
    return {};
  }
}
