import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.ts';
import { SealingModule } from '../sealing/sealing.module.ts';
import { AccessKeyEntity } from './access-keys/access-key.entity.ts';
import { AccessKeysService } from './access-keys/access-keys.service.ts';
import { LastUses } from './access-keys/last-uses.ts';
import { RamUserAccessKeys } from './access-keys/user-access-keys.service.ts';
import { AccountCreation } from './accounts/account-creation.service.ts';
import { AccountEntity } from './accounts/account.entity.ts';
import { PrimaryAccountService } from './accounts/primary-account.service.ts';
import { RootAccessKey } from './accounts/root-access-key.ts';
import { AuthorizationService } from './evaluation/authorization.service.ts';
import { GroupMember } from './groups/group-member.entity.ts';
import { GroupMembers } from './groups/group-members.service.ts';
import { RamGroup } from './groups/ram-group.entity.ts';
import { RamGroups } from './groups/ram-groups.service.ts';
import {
  AccessKeys,
  Accounts,
  Authorization,
  Nonces,
  RootAccessKeys,
  ServiceLinkedRoles,
  UserAccessKeys,
} from './identity.api.ts';
import { NewAccounts } from './new-accounts.api.ts';
import { Nonce } from './nonce.entity.ts';
import { NoncesService } from './nonces.service.ts';
import { Attachment } from './policies/attachment.entity.ts';
import { Attachments } from './policies/attachments.service.ts';
import { PolicyDirectory } from './policies/policy-directory.service.ts';
import { PolicyEntitiesService } from './policies/policy-entities.service.ts';
import { Products } from './products.api.ts';
import { PolicyVersions } from './policies/policy-versions.service.ts';
import { RamPolicies } from './policies/ram-policies.service.ts';
import { RamPolicyVersion } from './policies/ram-policy-version.entity.ts';
import { RamPolicy } from './policies/ram-policy.entity.ts';
import { RamRole } from './roles/ram-role.entity.ts';
import { RamRoles } from './roles/ram-roles.service.ts';
import { ServiceLinkedRolesService } from './roles/service-linked-roles.service.ts';
import { RoleAssumption } from './sessions/role-assumption.service.ts';
import { RoleSession } from './sessions/role-session.entity.ts';
import { RoleSessions } from './sessions/role-sessions.service.ts';
import { RamTag } from './tags/ram-tag.entity.ts';
import { RamTags } from './tags/ram-tags.service.ts';
import { RamUser } from './users/ram-user.entity.ts';
import { RamUsers } from './users/ram-users.service.ts';

const entities = [
  AccountEntity,
  AccessKeyEntity,
  RamUser,
  RamGroup,
  GroupMember,
  RamPolicy,
  RamPolicyVersion,
  Attachment,
  RamRole,
  RoleSession,
  RamTag,
  Nonce,
];

// The services behind the doors, for the operations of RAM and STS.
const services = [
  AccountCreation,
  RamUsers,
  RamGroups,
  GroupMembers,
  RamPolicies,
  PolicyDirectory,
  PolicyVersions,
  PolicyEntitiesService,
  Attachments,
  RamRoles,
  ServiceLinkedRolesService,
  RoleAssumption,
  RoleSessions,
  RamTags,
];

@Module({
  imports: [TypeOrmModule.forFeature(entities), DatabaseModule, SealingModule],
  providers: [
    ...services,
    NewAccounts,
    Products,
    AuthorizationService,
    RootAccessKey,
    LastUses,
    { provide: Accounts, useClass: PrimaryAccountService },
    { provide: RootAccessKeys, useExisting: RootAccessKey },
    { provide: AccessKeys, useClass: AccessKeysService },
    { provide: UserAccessKeys, useClass: RamUserAccessKeys },
    { provide: ServiceLinkedRoles, useExisting: ServiceLinkedRolesService },
    { provide: Nonces, useClass: NoncesService },
    { provide: Authorization, useExisting: AuthorizationService },
  ],
  // Exports the database module for its Clock: the gateway checks timestamps by it, but may not import the database.
  exports: [
    ...services,
    Products,
    Accounts,
    NewAccounts,
    RootAccessKeys,
    AccessKeys,
    UserAccessKeys,
    ServiceLinkedRoles,
    Nonces,
    Authorization,
    DatabaseModule,
  ],
})
export class IdentityModule {}
