import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Json, Optional, Unsupported } from '../../../gateway/fields.ts';
import { ResourceTags } from '../../tags/resource-tags.ts';
import { arnOf } from '../../tags/tagged-resource.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId, SecretName } from '../kms-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';
import { readTags, Tag } from '../shapes/tag.ts';
import { namedResource } from '../shapes/tagged-resources.ts';

export class TagResourceRequest {
  @Json(Tag, { max: 20 }) Tags: Tag[];
  @Optional() @KeyId() KeyId?: string;
  @Optional() @SecretName() SecretName?: string;
  @Optional() @Unsupported('there are no certificates') CertificateId?: string;
}

@KmsAction({
  request: TagResourceRequest,
  response: EmptyResponse,
  route: 'POST /kms/resources:tag',
  resource: (caller, request) => arnOf(caller, namedResource(request)),
})
export class TagResource implements ActionHandler<TagResourceRequest, EmptyResponse> {
  constructor(private readonly tags: ResourceTags) {}

  async handle(caller: Caller, request: TagResourceRequest): Promise<EmptyResponse> {
    await this.tags.tag(caller, [namedResource(request)], readTags(request.Tags));
    return {};
  }
}
