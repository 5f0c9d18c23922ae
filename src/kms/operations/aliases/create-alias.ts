import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Aliases } from '../../keys/aliases.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId, NewAliasName } from '../kms-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class CreateAliasRequest {
  @NewAliasName() AliasName: string;
  @KeyId() KeyId: string;
}

@KmsAction({
  request: CreateAliasRequest,
  response: EmptyResponse,
  route: 'POST /kms/aliases',
  resource: (caller, request) => keyArn(caller, request.AliasName),
})
export class CreateAlias implements ActionHandler<CreateAliasRequest, EmptyResponse> {
  constructor(private readonly aliases: Aliases) {}

  async handle(caller: Caller, request: CreateAliasRequest): Promise<EmptyResponse> {
    await this.aliases.create(caller, request.AliasName, request.KeyId);
    return {};
  }
}
