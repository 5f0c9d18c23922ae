import type { Caller } from '../../../common/caller.ts';
import type { FindingHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { keyArn } from '../../keys/key-name.ts';
import { existing, KeyUse, type FoundKey } from '../../keys/key-use.ts';
import { KeysService } from '../../keys/keys.ts';
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
export class DescribeKey implements FindingHandler<DescribeKeyRequest, DescribeKeyResponse, FoundKey> {
  constructor(
    private readonly use: KeyUse,
    private readonly keys: KeysService,
  ) {}

  find(caller: Caller, request: DescribeKeyRequest): Promise<FoundKey> {
    return this.use.find(caller, { key: request.KeyId });
  }

  async handle(_caller: Caller, _request: DescribeKeyRequest, found: FoundKey): Promise<DescribeKeyResponse> {
    const key = await this.keys.read(existing(found));
    const protection = {
      DeletionProtection: key.deletionProtected ? 'Enabled' : 'Disabled',
      DeletionProtectionDescription: key.deletionProtectionDescription || undefined,
    };
    return { KeyMetadata: { ...showKey(key), ...protection } };
  }
}
