import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, Optional, Text, Unsupported } from '../../../gateway/fields.ts';
import { KeyChanges } from '../../keys/key-changes.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KmsErrors } from '../../kms.errors.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId } from '../kms-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class SetDeletionProtectionRequest {
  @Optional() @KeyId() KeyId?: string;
  @Optional() @KeyId() ProtectedResourceArn?: string;
  @Flag() EnableDeletionProtection: boolean;
  @Optional() @Text(0, 8192) DeletionProtectionDescription: string = '';
  @Optional() @Unsupported('the instance lives as long as the account') KmsInstanceId?: string;
}

@KmsAction({
  request: SetDeletionProtectionRequest,
  response: EmptyResponse,
  route: 'POST /kms/keys:set-deletion-protection',
  resource: (caller, request) => keyArn(caller, keyOf(request)),
})
export class SetDeletionProtection implements ActionHandler<SetDeletionProtectionRequest, EmptyResponse> {
  constructor(private readonly keys: KeyChanges) {}

  async handle(caller: Caller, request: SetDeletionProtectionRequest): Promise<EmptyResponse> {
    const isProtected = request.EnableDeletionProtection;
    const description = isProtected ? request.DeletionProtectionDescription : '';
    await this.keys.protect(caller, keyOf(request), { isProtected, description });
    return {};
  }
}

// The call has two parameters that name the key; when both are given, they must agree.
function keyOf({ KeyId, ProtectedResourceArn }: SetDeletionProtectionRequest): string {
  if (KeyId !== undefined && ProtectedResourceArn !== undefined && !ProtectedResourceArn.endsWith(`key/${KeyId}`))
    throw KmsErrors.InvalidParameter({ Name: 'KeyId' });
  const key = ProtectedResourceArn ?? KeyId;
  if (key === undefined) throw KmsErrors.MissingParameter({ Name: 'ProtectedResourceArn' });
  return key;
}
