import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.ts';
import { SealingModule } from '../sealing/sealing.module.ts';
import { AccessKeyEntity } from './access-keys/access-key.entity.ts';
import { AccessKeysService } from './access-keys/access-keys.ts';
import { LastUses } from './access-keys/last-uses.ts';
import { AccountCreation } from './accounts/account-creation.ts';
import { AccountEntity } from './accounts/account.entity.ts';
import { PrimaryAccountService } from './accounts/primary-account.ts';
import { AuthorizationService } from './evaluation/authorization.ts';
import { GroupMember } from './groups/group-member.entity.ts';
import { GroupMembers } from './groups/group-members.ts';
import { RamGroup } from './groups/ram-group.entity.ts';
import { RamGroups } from './groups/ram-groups.ts';
import { AccessKeys, Accounts, Authorization, Nonces } from './identity.api.ts';
import { KnownRamUsers } from './known-ram-users.api.ts';
import { NewAccounts } from './new-accounts.api.ts';
import { Nonce } from './nonce.entity.ts';
import { NoncesService } from './nonces.ts';
import { Attachment } from './policies/attachment.entity.ts';
import { Attachments } from './policies/attachments.ts';
import { PolicyDirectory } from './policies/policy-directory.ts';
import { PolicyEntitiesService } from './policies/policy-entities.ts';
import { Products } from './products.api.ts';
import { PolicyVersions } from './policies/policy-versions.ts';
import { RamPolicies } from './policies/ram-policies.ts';
import { RamPolicyVersion } from './policies/ram-policy-version.entity.ts';
import { RamPolicy } from './policies/ram-policy.entity.ts';
import { RamRole } from './roles/ram-role.entity.ts';
import { RamRoles } from './roles/ram-roles.ts';
import { RootAccessKeys } from './root-access-keys.api.ts';
import { ServiceLinkedRoles } from './service-linked-roles.api.ts';
import { RoleAssumption } from './sessions/role-assumption.ts';
import { RoleSession } from './sessions/role-session.entity.ts';
import { RoleSessions } from './sessions/role-sessions.ts';
import { RamTag } from './tags/ram-tag.entity.ts';
import { RamTags } from './tags/ram-tags.ts';
import { UserAccessKeys } from './user-access-keys.api.ts';
import { RamUser } from './users/ram-user.entity.ts';
import { RamUsers } from './users/ram-users.ts';

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
  ServiceLinkedRoles,
  UserAccessKeys,
  RoleAssumption,
  RoleSessions,
  RamTags,
];

@Module({
  imports: [TypeOrmModule.forFeature(entities), DatabaseModule, SealingModule],
  providers: [
    ...services,
    NewAccounts,
    KnownRamUsers,
    Products,
    AuthorizationService,
    RootAccessKeys,
    LastUses,
    { provide: Accounts, useClass: PrimaryAccountService },
    { provide: AccessKeys, useClass: AccessKeysService },
    { provide: Nonces, useClass: NoncesService },
    { provide: Authorization, useExisting: AuthorizationService },
  ],
  // Exports the database module for its Clock: the gateway checks timestamps by it, but may not import the database.
  exports: [
    ...services,
    Products,
    Accounts,
    NewAccounts,
    KnownRamUsers,
    RootAccessKeys,
    AccessKeys,
    Nonces,
    Authorization,
    DatabaseModule,
  ],
})
export class IdentityModule {}
