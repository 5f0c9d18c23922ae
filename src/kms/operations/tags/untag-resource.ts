import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Json, Optional, Unsupported } from '../../../gateway/fields.ts';
import { ResourceTags } from '../../tags/resource-tags.ts';
import { arnOf } from '../../tags/tagged-resource.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId, SecretName } from '../kms-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';
import { namedResource } from '../shapes/tagged-resources.ts';

export class UntagResourceRequest {
  @Json(String, { max: 20 }) TagKeys: string[];
  @Optional() @KeyId() KeyId?: string;
  @Optional() @SecretName() SecretName?: string;
  @Optional() @Unsupported('there are no certificates') CertificateId?: string;
}

@KmsAction({
  request: UntagResourceRequest,
  response: EmptyResponse,
  route: 'POST /kms/resources:untag',
  resource: (caller, request) => arnOf(caller, namedResource(request)),
})
export class UntagResource implements ActionHandler<UntagResourceRequest, EmptyResponse> {
  constructor(private readonly tags: ResourceTags) {}

  async handle(caller: Caller, request: UntagResourceRequest): Promise<EmptyResponse> {
    await this.tags.untag(caller, [namedResource(request)], request.TagKeys);
    return {};
  }
}
