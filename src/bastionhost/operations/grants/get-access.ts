import { Member } from '../../../gateway/fields.ts';
import { AccessExplanations } from '../../access/access-explanation.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';

export class GetAccessRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() UserId: string;
  @ObjectId() HostId: string;
  @ObjectId() HostAccountId: string;
}

export class AccessGrant {
  /** `Direct` or `UserGroup`. */
  @Member() Source: string;
  @Member() UserGroupId?: string;
  @Member() HostGroupId?: string;
}

export class AccessItem {
  @Member() IsAuthorized: boolean;
  /** Seconds since 1970; absent where access has no end. */
  @Member() EffectiveEndTime?: number;
  @Member([AccessGrant]) Grants: AccessGrant[];
  /** `Grant`, `UserLocked`, `UserNotEffective`, `UserExpired` or `SSH`; empty where the user has access. */
  @Member([String]) Missing: string[];
}

export class GetAccessResponse {
  @Member() Access: AccessItem;
}

@BastionhostAction({
  request: GetAccessRequest,
  response: GetAccessResponse,
  route: 'GET /bastionhost/access',
  extension: true,
})
export class GetAccess implements BastionHandler<GetAccessRequest, GetAccessResponse> {
  constructor(private readonly explanations: AccessExplanations) {}

  async handle(bastion: Bastion, { UserId, HostId, HostAccountId }: GetAccessRequest): Promise<GetAccessResponse> {
    const asked = { userId: UserId, hostId: HostId, hostAccountId: HostAccountId };
    const { isAuthorized, until, grants, missing } = await this.explanations.explain(bastion, asked);
    const Grants = grants.map(({ source, userGroupId, hostGroupId }) => ({
      Source: source,
      UserGroupId: userGroupId ?? undefined,
      HostGroupId: hostGroupId ?? undefined,
    }));
    const EffectiveEndTime = until ? Math.floor(until.getTime() / 1000) : undefined;
    return { Access: { IsAuthorized: isAuthorized, EffectiveEndTime, Grants, Missing: [...missing] } };
  }
}
