import type { Caller } from '../../../common/caller.ts';
import type { FindingHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KeysService, type NamedKey } from '../../keys/keys.service.ts';
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
})
export class DescribeKey implements FindingHandler<DescribeKeyRequest, DescribeKeyResponse, NamedKey> {
  constructor(private readonly keys: KeysService) {}

  find(caller: Caller, request: DescribeKeyRequest): Promise<NamedKey> {
    return this.keys.findNamed(caller, request.KeyId);
  }

  async handle(_caller: Caller, _request: DescribeKeyRequest, found: NamedKey): Promise<DescribeKeyResponse> {
    const key = this.keys.existing(found);
    const protection = {
      DeletionProtection: key.deletionProtected ? 'Enabled' : 'Disabled',
      DeletionProtectionDescription: key.deletionProtectionDescription || undefined,
    };
    return { KeyMetadata: { ...showKey(key), ...protection } };
  }
}
