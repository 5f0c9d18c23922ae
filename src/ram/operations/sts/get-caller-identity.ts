import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { StsAction } from '../sts-action.ts';

export class GetCallerIdentityRequest {}

export class GetCallerIdentityResponse {
  @Member() IdentityType: string;
  @Member() AccountId: string;
  @Member() PrincipalId: string;
  @Member() UserId?: string;
  @Member() RoleId?: string;
  @Member() Arn: string;
}

const types: Record<Caller['identity']['kind'], string> = {
  Account: 'Account',
  RamUser: 'RAMUser',
  AssumedRole: 'AssumedRoleUser',
  ServiceRole: 'AssumedRoleUser',
  Service: 'Service',
};

@StsAction({
  request: GetCallerIdentityRequest,
  response: GetCallerIdentityResponse,
  route: 'GET /sts/caller-identity',
  resource: () => '*',
  openToAll: 'documented: nobody needs a permission to learn who they are',
})
export class GetCallerIdentity implements ActionHandler<GetCallerIdentityRequest, GetCallerIdentityResponse> {
  async handle({ accountId, identity }: Caller): Promise<GetCallerIdentityResponse> {
    const { kind, arn, principalId = accountId } = identity;
    const member = kind === 'AssumedRole' ? { RoleId: principalId.split(':', 1)[0] } : { UserId: principalId };
    return { IdentityType: types[kind], AccountId: accountId, PrincipalId: principalId, Arn: arn, ...member };
  }
}
