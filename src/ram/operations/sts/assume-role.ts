import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { JsonText, Member, Optional, Text, Unsupported, Whole } from '../../../gateway/fields.ts';
import { roleArn } from '../../../identity/arns.ts';
import { RoleAssumption, type RoleReference } from '../../../identity/sessions/role-assumption.service.ts';
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

@StsAction({
  request: AssumeRoleRequest,
  response: AssumeRoleResponse,
  route: 'POST /sts/roles:assume',
  resource: (_caller, { RoleArn }) => roleIn(RoleArn).arn,
  authorizedByHandler: true,
  omits: { SourceIdentity: 'sessions have no source identities' },
})
export class AssumeRole implements ActionHandler<AssumeRoleRequest, AssumeRoleResponse> {
  constructor(private readonly roles: RoleAssumption) {}

  async handle(caller: Caller, request: AssumeRoleRequest): Promise<AssumeRoleResponse> {
    const sessionName = request.RoleSessionName;
    const { role, credentials } = await this.roles.assume(caller, {
      role: roleIn(request.RoleArn),
      sessionName,
      durationSeconds: request.DurationSeconds,
      policy: request.Policy,
      externalId: request.ExternalId,
    });
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
