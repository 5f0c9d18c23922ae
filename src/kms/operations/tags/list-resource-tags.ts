import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KeysService } from '../../keys/keys.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId } from '../kms-fields.ts';

export class ListResourceTagsRequest {
  @KeyId() KeyId: string;
}

class KeyTag {
  @Member() KeyId: string;
  @Member() TagKey: string;
  @Member() TagValue: string;
}

class KeyTagList {
  @Member([KeyTag]) Tag: KeyTag[];
}

export class ListResourceTagsResponse {
  @Member() Tags: KeyTagList;
}

@KmsAction({
  request: ListResourceTagsRequest,
  response: ListResourceTagsResponse,
  route: 'GET /kms/keys/{KeyId}/tags',
  resource: (caller, request) => keyArn(caller, request.KeyId),
})
export class ListResourceTags implements ActionHandler<ListResourceTagsRequest, ListResourceTagsResponse> {
  constructor(private readonly keys: KeysService) {}

  async handle(caller: Caller, request: ListResourceTagsRequest): Promise<ListResourceTagsResponse> {
    const { keyId: KeyId, tags } = await this.keys.readById(caller, request.KeyId);
    return { Tags: { Tag: tags.map(({ key, value }) => ({ KeyId, TagKey: key, TagValue: value })) } };
  }
}
