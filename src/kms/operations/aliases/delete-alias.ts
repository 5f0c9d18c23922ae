import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Aliases } from '../../keys/aliases.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KmsAction } from '../kms-action.ts';
import { AliasName } from '../kms-fields.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class DeleteAliasRequest {
  @AliasName() AliasName: string;
}

@KmsAction({
  request: DeleteAliasRequest,
  response: EmptyResponse,
  route: 'DELETE /kms/aliases/{AliasName}',
  resource: (caller, request) => keyArn(caller, request.AliasName),
})
export class DeleteAlias implements ActionHandler<DeleteAliasRequest, EmptyResponse> {
  constructor(private readonly aliases: Aliases) {}

  async handle(caller: Caller, request: DeleteAliasRequest): Promise<EmptyResponse> {
    await this.aliases.delete(caller, request.AliasName);
    return {};
  }
}
