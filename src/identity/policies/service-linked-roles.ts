import { roleArn } from '../arns.ts';
import { systemPolicy } from './system-policies.ts';

/** A role under which a service acts. */
export interface ServiceLinkedRole {
  readonly roleName: string;
  readonly serviceName: string;
  readonly policyName: string;
  readonly description: string;
}

/** The role under which the bastion calls KMS and ECS. */
export const bastionServiceRole: ServiceLinkedRole = {
  roleName: 'AliyunServiceRoleForBastionhost',
  serviceName: 'bastionhost.aliyuncs.com',
  policyName: 'AliyunServiceRolePolicyForBastionhost',
  description: 'Bastionhost reads the credentials of hosts in this role.',
};

/** The role under which KMS changes the credentials of ECS instances. */
export const ecsSecretsServiceRole: ServiceLinkedRole = {
  roleName: 'AliyunServiceRoleForKMSSecretsManagerForECS',
  serviceName: 'secretsmanager-ecs.kms.aliyuncs.com',
  policyName: 'AliyunServiceRolePolicyForKMSSecretsManagerForECS',
  description: 'KMS changes the credentials of ECS instances in this role.',
};

export const serviceLinkedRoles: readonly ServiceLinkedRole[] = [bastionServiceRole, ecsSecretsServiceRole];

/** The ARN of an account's service-linked role. */
export function serviceRoleArn(accountId: string, { roleName }: ServiceLinkedRole): string {
  return roleArn(accountId, roleName);
}

/** The policy document of the service-linked role with this ARN. */
export function serviceRolePolicy(arn: string): string {
  const role = serviceLinkedRoles.find(({ roleName }) => arn.endsWith(`:role/${roleName.toLowerCase()}`));
  const policy = role && systemPolicy(role.policyName);
  if (!policy) throw new Error(`${arn} is not the ARN of a service-linked role`);
  return policy.document;
}
