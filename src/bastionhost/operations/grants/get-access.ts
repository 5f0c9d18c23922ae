import { Member } from '../../../gateway/fields.ts';
import { AccessExplanations, type ExplainedGrant } from '../../access/access-explanation.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { secondsOf } from '../shapes/seconds.ts';

export class GetAccessRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() UserId: string;
  @ObjectId() HostId: string;
  @ObjectId() HostAccountId: string;
}

export class AccessGrant {
  /** `Direct`, `UserGroup` or `Rule`. */
  @Member() Source: string;
  @Member() RuleId?: string;
  @Member() UserGroupId?: string;
  @Member() HostGroupId?: string;
  /** Seconds since 1970: when the user or the rule stops being valid; absent where neither does. */
  @Member() EffectiveEndTime?: number;
}

export class AccessItem {
  @Member() IsAuthorized: boolean;
  /** Seconds since 1970; absent where access has no end. */
  @Member() EffectiveEndTime?: number;
  @Member([AccessGrant]) Grants: AccessGrant[];
  /**
   * `Grant`, `RuleDisabled`, `RuleNotEffective`, `RuleExpired`, `UserLocked`, `RamUserDeleted`, `UserNotEffective`,
   * `UserExpired` or `SSH`; empty where the user has access.
   */
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
    const Access = {
      IsAuthorized: isAuthorized,
      EffectiveEndTime: secondsOf(until),
      Grants: grants.map(accessGrant),
      Missing: [...missing],
    };
    return { Access };
  }
}

function accessGrant({ source, ruleId, userGroupId, hostGroupId, until }: ExplainedGrant): AccessGrant {
  return {
    Source: source,
    RuleId: ruleId ?? undefined,
    UserGroupId: userGroupId ?? undefined,
    HostGroupId: hostGroupId ?? undefined,
    EffectiveEndTime: secondsOf(until),
  };
}
