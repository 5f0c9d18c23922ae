import { wireTime } from '../../../common/clock.ts';
import { Member } from '../../../gateway/fields.ts';
import { roleArn } from '../../../identity/arns.ts';
import type { RamRole } from '../../../identity/roles/ram-role.entity.ts';

/** A role without its trust policy. */
export class RoleSummary {
  @Member() RoleId: string;
  @Member() RoleName: string;
  @Member() Arn: string;
  @Member() Description: string;
  @Member() MaxSessionDuration: number;
  @Member() CreateDate: string;
  @Member() UpdateDate: string;
}

export class RoleItem extends RoleSummary {
  @Member() AssumeRolePolicyDocument: string;
}

/** An answer with one role. */
export class RoleResponse {
  @Member() Role: RoleItem;
}

export function summariseRole(role: RamRole): RoleSummary {
  return {
    RoleId: role.roleId,
    RoleName: role.roleName,
    Arn: roleArn(role.accountId, role.roleName),
    Description: role.description,
    MaxSessionDuration: role.maxSessionSeconds,
    CreateDate: wireTime(role.createdAt),
    UpdateDate: wireTime(role.updatedAt),
  };
}

export function showRole(role: RamRole): RoleItem {
  return { ...summariseRole(role), AssumeRolePolicyDocument: role.trustPolicy };
}
