import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { AccountCreation } from '../../../identity/accounts/account-creation.ts';
import { RamAction } from '../ram-action.ts';

export class CreateAccountRequest {}

class NewAccount {
  @Member() AccountId: string;
  @Member() CreateDate: string;
}

class RootAccessKey {
  @Member() AccessKeyId: string;
  @Member() AccessKeySecret: string;
}

export class CreateAccountResponse {
  @Member() Account: NewAccount;
  @Member() AccessKey: RootAccessKey;
}

const accountsArn = ({ accountId }: Caller) => `acs:ram:*:${accountId}:account/*`;

@RamAction({
  request: CreateAccountRequest,
  response: CreateAccountResponse,
  route: 'POST /ram/accounts',
  resource: accountsArn,
  extension: true,
})
export class CreateAccount implements ActionHandler<CreateAccountRequest, CreateAccountResponse> {
  constructor(private readonly accounts: AccountCreation) {}

  async handle(caller: Caller): Promise<CreateAccountResponse> {
    const { accountId, createdAt, rootAccessKey } = await this.accounts.create(caller, accountsArn(caller));
    return {
      Account: { AccountId: accountId, CreateDate: wireTime(createdAt) },
      AccessKey: { AccessKeyId: rootAccessKey.id, AccessKeySecret: rootAccessKey.secret.reveal() },
    };
  }
}
