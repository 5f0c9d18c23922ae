import type { Caller } from '../../../common/caller.ts';
import type { Redacted } from '../../../common/redacted.ts';
import { Optional, Sensitive } from '../../../gateway/fields.ts';
import { OperationTokens } from '../../access/operation-tokens.ts';
import { BastionhostErrors } from '../../bastionhost.errors.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class RenewAssetOperationTokenRequest {
  @InstanceId() InstanceId: string;
  /** One of the two is needed. */
  @Optional() @ObjectId() TokenId?: string;
  @Optional() @Sensitive(1, 128) Token?: Redacted<string>;
}

@BastionhostAction({
  request: RenewAssetOperationTokenRequest,
  response: NoAnswer,
  route: 'POST /bastionhost/operation-tokens:renew',
})
export class RenewAssetOperationToken implements BastionHandler<RenewAssetOperationTokenRequest, NoAnswer> {
  constructor(private readonly tokens: OperationTokens) {}

  async handle(
    bastion: Bastion,
    { TokenId: tokenId, Token: token }: RenewAssetOperationTokenRequest,
    caller: Caller,
  ): Promise<NoAnswer> {
    if (tokenId === undefined && token === undefined) throw BastionhostErrors.MissingParameter({ Name: 'TokenId' });
    await this.tokens.renew(bastion, caller, { tokenId, token });
    return {};
  }
}
