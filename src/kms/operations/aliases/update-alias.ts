import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Aliases } from '../../keys/aliases.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KmsAction } from '../kms-action.ts';
import { AliasName, KeyId } from '../kms-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class UpdateAliasRequest {
  @AliasName() AliasName: string;
  @KeyId() KeyId: string;
}

@KmsAction({
  request: UpdateAliasRequest,
  response: EmptyResponse,
  route: 'PATCH /kms/aliases/{AliasName}',
  resource: (caller, request) => keyArn(caller, request.AliasName),
})
export class UpdateAlias implements ActionHandler<UpdateAliasRequest, EmptyResponse> {
  constructor(private readonly aliases: Aliases) {}

  async handle(caller: Caller, request: UpdateAliasRequest): Promise<EmptyResponse> {
    await this.aliases.update(caller, request.AliasName, request.KeyId);
    return {};
  }
}
