import type { Caller } from '../../common/caller.ts';
import type { ActionHandler } from '../../gateway/action.ts';
import { Member } from '../../gateway/fields.ts';
import { keyArn } from '../keys/key-name.ts';
import { KeysService } from '../keys/keys.service.ts';
import { KmsAction } from './kms-action.ts';
import { KeyId } from './kms-fields.ts';
import { absentKeyMembers, KeyMetadata, showKey } from './shapes/key-metadata.ts';

export class DescribeKeyRequest {
  @KeyId() KeyId: string;
}

class DescribedKey extends KeyMetadata {
  @Member() DeletionProtection: string;
}

export class DescribeKeyResponse {
  @Member() KeyMetadata: DescribedKey;
}

@KmsAction({
  request: DescribeKeyRequest,
  response: DescribeKeyResponse,
  route: 'GET /kms/keys/{KeyId}',
  resource: (caller, request) => keyArn(caller, request.KeyId),
  omits: { ...absentKeyMembers, 'KeyMetadata.DeletionProtectionDescription': 'keys are not deleted' },
})
export class DescribeKey implements ActionHandler<DescribeKeyRequest, DescribeKeyResponse> {
  constructor(private readonly keys: KeysService) {}

  async handle(caller: Caller, request: DescribeKeyRequest): Promise<DescribeKeyResponse> {
    const key = await this.keys.find(caller, request.KeyId);
    return { KeyMetadata: { ...showKey(caller, key), DeletionProtection: 'Disabled' } };
  }
}
