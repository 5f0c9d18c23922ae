import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KeyVersions } from '../../keys/key-versions.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId } from '../kms-fields.ts';
import { showKeyVersion, ShownKeyVersion } from '../shapes/key-version.ts';

export class CreateKeyVersionRequest {
  @KeyId() KeyId: string;
}

export class CreateKeyVersionResponse {
  @Member() KeyVersion: ShownKeyVersion;
}

@KmsAction({
  request: CreateKeyVersionRequest,
  response: CreateKeyVersionResponse,
  route: 'POST /kms/keys/{KeyId}/versions',
  resource: (caller, request) => keyArn(caller, request.KeyId),
})
export class CreateKeyVersion implements ActionHandler<CreateKeyVersionRequest, CreateKeyVersionResponse> {
  constructor(private readonly versions: KeyVersions) {}

  async handle(caller: Caller, request: CreateKeyVersionRequest): Promise<CreateKeyVersionResponse> {
    return { KeyVersion: showKeyVersion(await this.versions.create(caller, request.KeyId)) };
  }
}
