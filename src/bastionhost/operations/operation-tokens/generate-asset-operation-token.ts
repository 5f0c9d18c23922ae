import type { Caller } from '../../../common/caller.ts';
import type { Redacted } from '../../../common/redacted.ts';
import { Member, OneOf, Optional, Sensitive, Text, Unsupported } from '../../../gateway/fields.ts';
import { OperationTokens, type IssuedToken } from '../../access/operation-tokens.ts';
import { BastionhostErrors, invalidParameter } from '../../bastionhost.errors.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';

const noDatabases = 'there are no databases';
const noClient = 'sso:// links are for a program of the vendor';

export class GenerateAssetOperationTokenRequest {
  @InstanceId() InstanceId: string;
  /** The id of a host. */
  @ObjectId() AssetId: string;
  @OneOf('Host') AssetType: 'Host';
  /** Goes before the name; one of the two is needed. */
  @Optional() @ObjectId() AssetAccountId?: string;
  @Optional() @Text(1, 128) AssetAccountName?: string;
  /** For an account that the bastion does not know, which is refused. */
  @Optional() @Sensitive(1, 1024) AssetAccountPassword?: Redacted<string>;
  @Optional() @Unsupported('hosts are reached over SSH', ['SSH']) AssetAccountProtocolName?: string;
  @Optional() @Unsupported(noDatabases) DatabaseSchema?: string;
  @Optional() @Unsupported(noDatabases) LoginAttribute?: string;
  @Optional() @Unsupported(noClient, ['WebToken']) OperationMode?: string;
  @Optional() @Unsupported(noClient) SsoClient?: string;
  @Optional() @Text(1, 500) OperationNote?: string;
}

export class AssetOperationToken {
  /** 0, since the number of logons is not limited. */
  @Member() CountLeft: number;
  /** Seconds since 1970. */
  @Member() ExpireTime: number;
  @Member() HasCountLimit: boolean;
  /** 0: it cannot be renewed. */
  @Member() MaxRenewCount: number;
  @Member() RenewCount: number;
  /** Shown in this answer only. */
  @Member() Token: string;
  @Member() TokenId: string;
}

export class GenerateAssetOperationTokenResponse {
  @Member() AssetOperationToken: AssetOperationToken;
}

@BastionhostAction({
  request: GenerateAssetOperationTokenRequest,
  response: GenerateAssetOperationTokenResponse,
  route: 'POST /bastionhost/operation-tokens:generate',
  partial: 'AssetType Database and AssetAccountPassword are refused; OperationNote is kept without effect',
  omits: { 'AssetOperationToken.SsoUrl': noClient },
})
export class GenerateAssetOperationToken implements BastionHandler<
  GenerateAssetOperationTokenRequest,
  GenerateAssetOperationTokenResponse
> {
  constructor(private readonly tokens: OperationTokens) {}

  async handle(
    bastion: Bastion,
    request: GenerateAssetOperationTokenRequest,
    caller: Caller,
  ): Promise<GenerateAssetOperationTokenResponse> {
    const { AssetId: hostId, AssetAccountId: accountId, AssetAccountName: accountName } = request;
    if (request.AssetAccountPassword) throw invalidParameter('AssetAccountPassword');
    if (accountId === undefined && accountName === undefined)
      throw BastionhostErrors.MissingParameter({ Name: 'AssetAccountId' });
    const account = { hostId, accountId, accountName };
    return {
      AssetOperationToken: shown(await this.tokens.issue(bastion, caller, account, request.OperationNote ?? '')),
    };
  }
}

function shown({ id, token, expiresAt, maxRenewals, renewals }: IssuedToken): AssetOperationToken {
  return {
    CountLeft: 0,
    ExpireTime: Math.floor(expiresAt.getTime() / 1000),
    HasCountLimit: false,
    MaxRenewCount: maxRenewals,
    RenewCount: renewals,
    Token: token.reveal(),
    TokenId: id,
  };
}
