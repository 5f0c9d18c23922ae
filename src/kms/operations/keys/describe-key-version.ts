import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KeyVersions } from '../../keys/key-versions.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId, KeyVersionId } from '../kms-fields.ts';
import { showKeyVersion, ShownKeyVersion } from '../shapes/key-version.ts';

export class DescribeKeyVersionRequest {
  @KeyId() KeyId: string;
  @KeyVersionId() KeyVersionId: string;
}

export class DescribeKeyVersionResponse {
  @Member() KeyVersion: ShownKeyVersion;
}

@KmsAction({
  request: DescribeKeyVersionRequest,
  response: DescribeKeyVersionResponse,
  route: 'GET /kms/keys/{KeyId}/versions/{KeyVersionId}',
  resource: (caller, request) => keyArn(caller, request.KeyId),
})
export class DescribeKeyVersion implements ActionHandler<DescribeKeyVersionRequest, DescribeKeyVersionResponse> {
  constructor(private readonly versions: KeyVersions) {}

  async handle(caller: Caller, request: DescribeKeyVersionRequest): Promise<DescribeKeyVersionResponse> {
    const version = await this.versions.find(caller, request.KeyId, request.KeyVersionId);
    return { KeyVersion: showKeyVersion(version) };
  }
}
