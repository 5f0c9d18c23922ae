import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import type { FindingHandler } from '../../../gateway/action.ts';
import { JsonText, Member, Optional, Text, Unsupported, Whole } from '../../../gateway/fields.ts';
import type { Subject } from '../../../guard/guard.api.ts';
import { roleArn } from '../../../identity/arns.ts';
import type { RamRole } from '../../../identity/roles/ram-role.entity.ts';
import { RoleAssumption, type Assumption, type RoleReference } from '../../../identity/sessions/role-assumption.ts';
import { StsAction } from '../sts-action.ts';

const arnForm = /^acs:ram::(\d{16}):role\/([\w.-]{1,64})$/;

export class AssumeRoleRequest {
  @Text(1, 128, { pattern: arnForm }) RoleArn: string;
  @Text(2, 64, { pattern: /^[\w.@-]+$/ }) RoleSessionName: string;
  @Optional() @Whole(0, 1_000_000) DurationSeconds: number = 3_600;
  @Optional() @JsonText(1, 2_048) Policy?: string;
  @Optional() @Text(2, 1_224, { pattern: /^[\w+=,.@:/-]+$/ }) ExternalId?: string;
  @Optional() @Unsupported('sessions have no source identities') SourceIdentity?: string;
}

class Credentials {
  @Member() AccessKeyId: string;
  @Member() AccessKeySecret: string;
  @Member() SecurityToken: string;
  @Member() Expiration: string;
}

class AssumedRoleUser {
  @Member() Arn: string;
  @Member() AssumedRoleId: string;
}

export class AssumeRoleResponse {
  @Member() Credentials: Credentials;
  @Member() AssumedRoleUser: AssumedRoleUser;
}

interface FoundRole extends Subject {
  /** Undefined when there is no such role. */
  readonly role: RamRole | undefined;
}

@StsAction({
  request: AssumeRoleRequest,
  response: AssumeRoleResponse,
  route: 'POST /sts/roles:assume',
  resource: (_caller, { RoleArn }) => roleIn(RoleArn).arn,
  omits: { SourceIdentity: 'sessions have no source identities' },
})
export class AssumeRole implements FindingHandler<AssumeRoleRequest, AssumeRoleResponse, FoundRole> {
  constructor(private readonly roles: RoleAssumption) {}

  async find(caller: Caller, request: AssumeRoleRequest): Promise<FoundRole> {
    const { arn } = roleIn(request.RoleArn);
    const role = await this.roles.find(caller, assumptionOf(request));
    const facts = { trustPolicy: role?.trustPolicy ?? null };
    const context: Record<string, string> =
      request.ExternalId === undefined ? {} : { 'sts:ExternalId': request.ExternalId };
    const permissions = [{ action: 'sts:AssumeRole', resource: arn, facts, context }];
    return { resources: [{ arn }], permissions, role };
  }

  async handle(_caller: Caller, request: AssumeRoleRequest, found: FoundRole): Promise<AssumeRoleResponse> {
    const sessionName = request.RoleSessionName;
    const { role, credentials } = await this.roles.assume(found.role, assumptionOf(request));
    return {
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        AccessKeySecret: credentials.accessKeySecret.reveal(),
        SecurityToken: credentials.securityToken.reveal(),
        Expiration: wireTime(credentials.expiresAt),
      },
      AssumedRoleUser: {
        Arn: `${roleArn(role.accountId, role.roleName)}/${sessionName}`,
        AssumedRoleId: `${role.roleId}:${sessionName}`,
      },
    };
  }
}

function roleIn(RoleArn: string): RoleReference {
  const [, accountId = '', roleName = ''] = arnForm.exec(RoleArn) ?? [];
  return { accountId, roleName, arn: roleArn(accountId, roleName) };
}

function assumptionOf(request: AssumeRoleRequest): Assumption {
  return {
    role: roleIn(request.RoleArn),
    sessionName: request.RoleSessionName,
    durationSeconds: request.DurationSeconds,
    policy: request.Policy,
  };
}
