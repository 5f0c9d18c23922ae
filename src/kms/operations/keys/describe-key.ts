import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KeysService } from '../../keys/keys.service.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId } from '../kms-fields.ts';
import { KeyMetadata, showKey } from '../shapes/key-metadata.ts';

export class DescribeKeyRequest {
  @KeyId() KeyId: string;
}

class DescribedKey extends KeyMetadata {
  @Member() DeletionProtection: string;
  @Member() DeletionProtectionDescription?: string;
}

export class DescribeKeyResponse {
  @Member() KeyMetadata: DescribedKey;
}

@KmsAction({
  request: DescribeKeyRequest,
  response: DescribeKeyResponse,
  route: 'GET /kms/keys/{KeyId}',
  resource: (caller, request) => keyArn(caller, request.KeyId),
  guardedByCore: true,
})
export class DescribeKey implements ActionHandler<DescribeKeyRequest, DescribeKeyResponse> {
  constructor(private readonly keys: KeysService) {}

  async handle(caller: Caller, request: DescribeKeyRequest): Promise<DescribeKeyResponse> {
    const key = await this.keys.describe(caller, request.KeyId);
    const protection = {
      DeletionProtection: key.deletionProtected ? 'Enabled' : 'Disabled',
      DeletionProtectionDescription: key.deletionProtectionDescription || undefined,
    };
    return { KeyMetadata: { ...showKey(key), ...protection } };
  }
}
