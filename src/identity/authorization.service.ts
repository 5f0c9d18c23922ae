import { Injectable } from '@nestjs/common';
import type { Caller } from '../common/caller.ts';
import { AccessDenied, Authorization, type Permission } from './identity.api.ts';

// What the service-linked roles may do, by the role's name in the ARN.
const rolePermissions: Readonly<Record<string, readonly string[]>> = {
  aliyunserviceroleforbastionhost: [
    'kms:ListSecrets',
    'kms:DescribeSecret',
    'kms:GetSecretValue',
    'ecs:DescribeInstances',
  ],
  aliyunserviceroleforkmssecretsmanagerforecs: [
    'ecs:DescribeInstances',
    'ecs:RunCommand',
    'ecs:DescribeInvocationResults',
    'kms:ListSecretVersionIds',
    'kms:GetSecretValue',
    'kms:DescribeSecret',
    'kms:PutSecretValue',
    'kms:UpdateSecretVersionStage',
  ],
};

/** The account's root may do everything in it, a service role what its policy names. */
@Injectable()
export class AuthorizationService extends Authorization {
  async authorize(caller: Caller, permission: Permission): Promise<void> {
    if (caller.identity.kind === 'Account') return;
    const role = caller.identity.arn.split('/').at(-1) ?? '';
    if (!rolePermissions[role]?.includes(permission.action)) throw new AccessDenied(caller, permission);
  }
}
