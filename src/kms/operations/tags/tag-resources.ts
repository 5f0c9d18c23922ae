import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { ListOf, OneOf } from '../../../gateway/fields.ts';
import { KmsErrors } from '../../kms.errors.ts';
import { ResourceTags } from '../../tags/resource-tags.ts';
import { requireTags } from '../../tags/tag-rules.ts';
import type { TaggedKind } from '../../tags/tagged-resource.ts';
import { KmsAction } from '../kms-action.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';
import { listedArns, listedResources, orMissing, ResourceTag } from '../shapes/tagged-resources.ts';

export class TagResourcesRequest {
  @OneOf('key', 'secret') ResourceType: TaggedKind;
  @ListOf(String, { max: 50 }) ResourceId: string[];
  @ListOf(ResourceTag, { max: 20 }) Tag: ResourceTag[];
}

@KmsAction({
  request: TagResourcesRequest,
  response: EmptyResponse,
  route: 'POST /kms/tags:tag-resources',
  resource: listedArns,
  reword: orMissing,
})
export class TagResources implements ActionHandler<TagResourcesRequest, EmptyResponse> {
  constructor(private readonly tags: ResourceTags) {}

  async handle(caller: Caller, request: TagResourcesRequest): Promise<EmptyResponse> {
    const added = request.Tag.map(({ Key: key, Value: value = '' }) => ({ key, value }));
    if (added.length === 0) throw KmsErrors.MissingParameter({ Name: 'Tag' });
    requireTags(added);
    await this.tags.tag(caller, listedResources(request), added);
    return {};
  }
}
