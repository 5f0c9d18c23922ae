import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, ListOf, OneOf, Optional } from '../../../gateway/fields.ts';
import { KmsErrors } from '../../kms.errors.ts';
import { ResourceTags } from '../../tags/resource-tags.ts';
import type { TaggedKind } from '../../tags/tagged-resource.ts';
import { KmsAction } from '../kms-action.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';
import { listedArns, listedResources, orMissing } from '../shapes/tagged-resources.ts';

export class UntagResourcesRequest {
  @OneOf('key', 'secret') ResourceType: TaggedKind;
  @ListOf(String, { max: 50 }) ResourceId: string[];
  @Optional() @ListOf(String, { max: 20 }) TagKey: string[] = [];
  /** Ignored when a TagKey is given. */
  @Optional() @Flag() All: boolean = false;
}

@KmsAction({
  request: UntagResourcesRequest,
  response: EmptyResponse,
  route: 'POST /kms/tags:untag-resources',
  resource: listedArns,
  reword: orMissing,
})
export class UntagResources implements ActionHandler<UntagResourcesRequest, EmptyResponse> {
  constructor(private readonly tags: ResourceTags) {}

  async handle(caller: Caller, request: UntagResourcesRequest): Promise<EmptyResponse> {
    const { TagKey, All } = request;
    if (TagKey.length === 0 && !All) throw KmsErrors.MissingParameter({ Name: 'TagKey' });
    await this.tags.untag(caller, listedResources(request), TagKey.length > 0 ? TagKey : 'all');
    return {};
  }
}
