import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.ts';
import { EcsModule } from '../ecs/ecs.module.ts';
import { EventsModule } from '../events/events.module.ts';
import { GuardModule } from '../guard/guard.module.ts';
import { HostKeysModule } from '../host-keys/host-keys.module.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { Products } from '../identity/products.api.ts';
import { KmsModule } from '../kms/kms.module.ts';
import { MailModule } from '../mail/mail.module.ts';
import { SealingModule } from '../sealing/sealing.module.ts';
import { AssetDeletion } from './hosts/asset-deletion.ts';
import { Directories } from './directories/directories.ts';
import { DirectoryPasswords } from './directories/directory-passwords.ts';
import { DirectoryVerification } from './directories/directory-verification.ts';
import { EcsImport } from './hosts/ecs-import.ts';
import { AuthServers } from './instances/auth-servers.ts';
import { BastionInstances } from './instances/bastion-instances.ts';
import { HostAuthorities } from './host-authorities/host-authorities.ts';
import { KnownHosts } from './host-authorities/known-hosts.ts';
import { HostAccountChanges } from './hosts/host-account-changes.ts';
import { HostAccountDetails } from './hosts/host-account-details.ts';
import { HostAccountsService } from './hosts/host-accounts.ts';
import { HostCredentials } from './hosts/host-credentials.ts';
import { HostLogons } from './hosts/host-logons.ts';
import { HostShareKeys } from './hosts/host-share-keys.ts';
import { HostBatches } from './hosts/host-batches.ts';
import { HostPlacement } from './hosts/host-placement.ts';
import { HostSources } from './hosts/host-sources.ts';
import { HostsService } from './hosts/hosts.ts';
import { TwoFactorSettings } from './instances/two-factor-settings.ts';
import { InstanceCreation } from './instances/instance-creation.ts';
import { InstanceDrafts } from './instances/instance-drafts.ts';
import { InstanceSettings } from './instances/instance-settings.ts';
import { InstanceTags } from './instances/instance-tags.ts';
import { Installation } from './instances/installation.ts';
import { KmsSecretImport } from './hosts/kms-secret-import.ts';
import { LocalCredentials } from './hosts/local-credentials.ts';
import { SecretStates } from './hosts/secret-states.ts';
import { ShareKeyAttachments } from './hosts/share-key-attachments.ts';
import { SshPorts } from './instances/ssh-ports.ts';
import { BastionListeners } from './bastion-listeners.api.ts';
import { logonParts } from './logon/logon-parts.ts';
import { LoginCodes } from './login-codes.api.ts';
import { UserAuthentication } from './user-authentication.api.ts';
import { InstanceDirectory } from './instance-directory.api.ts';
import { bastionhostEntities } from './bastionhost-entities.ts';
import { bastionhostIdentity } from './bastionhost-identity.ts';
import { AccessExplanations } from './access/access-explanation.ts';
import { DirectGrants } from './access/direct-grants.ts';
import { GrantedAssets } from './access/granted-assets.ts';
import { GrantTrail } from './access/grant-trail.ts';
import { HostGroups } from './groups/host-groups.ts';
import { UserGroups } from './groups/user-groups.ts';
import { Rules } from './rules/rules.ts';
import { DomainList } from './network-domains/domain-list.ts';
import { DomainRoutes } from './network-domains/domain-routes.ts';
import { NetworkDomains } from './network-domains/network-domains.ts';
import { NetworkProxies } from './network-domains/network-proxies.ts';
import { ProxyStates } from './network-domains/proxy-states.ts';
import { OperableAssets } from './access/operable-assets.ts';
import { OperationTokens } from './access/operation-tokens.ts';
import { HostPermitRows } from './access/host-permit-rows.ts';
import { PermitRows } from './access/permit-rows.ts';
import { ConnectableAccountRows } from './access/connectable-account-rows.ts';
import { ConnectableAccounts } from './connectable-accounts.api.ts';
import { ConnectionPermits } from './connection-permits.api.ts';
import { HostCertificates } from './host-certificates.api.ts';
import { LoopbackForwarding } from './loopback-forwarding.api.ts';
import { OpenSessions } from './open-sessions.api.ts';
import { SessionLimits } from './session-limits.api.ts';
import { SessionJournal } from './session-journal.api.ts';
import { JournalRows } from './sessions/journal-rows.ts';
import { SessionRecords } from './sessions/session-records.ts';
import { secondFactorExports, secondFactorProviders } from './second-factors/second-factor-parts.ts';
import { PasswordChange } from './password-change.api.ts';
import { OwnPasswords } from './logon/own-passwords.ts';
import { PasswordHashing } from './users/password-hashing.ts';
import { PasswordProof } from './users/password-proof.ts';
import { passwordCost, ScryptCost } from './users/scrypt-cost.ts';
import { OperationUsers } from './users/operation-users.ts';
import { UserPublicKeysService } from './users/user-public-keys.ts';
import { UserChanges } from './users/user-changes.ts';
import { UserLocks } from './users/user-locks.ts';
import { UserPasswords } from './users/user-passwords.ts';
import { UsersService } from './users/users.ts';

/** The core of Bastionhost: instances, network domains, hosts, users, groups, access, rules and sessions. */
@Module({
  imports: [
    TypeOrmModule.forFeature(bastionhostEntities),
    DatabaseModule,
    SealingModule,
    EventsModule,
    HostKeysModule,
    GuardModule,
    IdentityModule,
    EcsModule,
    KmsModule,
    MailModule,
  ],
  providers: [
    Installation,
    BastionInstances,
    SshPorts,
    InstanceDrafts,
    InstanceCreation,
    BastionListeners,
    InstanceDirectory,
    InstanceSettings,
    InstanceTags,
    TwoFactorSettings,
    AuthServers,
    Directories,
    DirectoryVerification,
    DirectoryPasswords,
    NetworkProxies,
    NetworkDomains,
    DomainList,
    DomainRoutes,
    ProxyStates,
    HostAuthorities,
    HostCertificates,
    KnownHosts,
    HostSources,
    HostPlacement,
    HostsService,
    HostBatches,
    EcsImport,
    LocalCredentials,
    HostCredentials,
    HostShareKeys,
    ShareKeyAttachments,
    HostAccountsService,
    HostAccountChanges,
    SecretStates,
    HostAccountDetails,
    HostLogons,
    AssetDeletion,
    KmsSecretImport,
    { provide: ScryptCost, useValue: passwordCost },
    PasswordHashing,
    PasswordProof,
    UserPasswords,
    OwnPasswords,
    PasswordChange,
    UsersService,
    UserChanges,
    UserLocks,
    UserPublicKeysService,
    UserGroups,
    HostGroups,
    GrantTrail,
    AccessExplanations,
    GrantedAssets,
    DirectGrants,
    Rules,
    OperationUsers,
    OperableAssets,
    OperationTokens,
    ...logonParts,
    UserAuthentication,
    LoginCodes,
    ...secondFactorProviders,
    PermitRows,
    HostPermitRows,
    ConnectableAccountRows,
    ConnectableAccounts,
    ConnectionPermits,
    JournalRows,
    SessionJournal,
    SessionLimits,
    LoopbackForwarding,
    SessionRecords,
    OpenSessions,
  ],
  exports: [
    Installation,
    BastionInstances,
    InstanceSettings,
    InstanceTags,
    TwoFactorSettings,
    AuthServers,
    DirectoryVerification,
    NetworkProxies,
    NetworkDomains,
    DomainList,
    ProxyStates,
    HostAuthorities,
    HostCertificates,
    KnownHosts,
    HostPlacement,
    HostsService,
    HostBatches,
    EcsImport,
    HostShareKeys,
    ShareKeyAttachments,
    HostAccountsService,
    HostAccountChanges,
    HostAccountDetails,
    HostLogons,
    AssetDeletion,
    KmsSecretImport,
    UsersService,
    UserChanges,
    UserLocks,
    UserPublicKeysService,
    UserGroups,
    HostGroups,
    AccessExplanations,
    GrantedAssets,
    DirectGrants,
    Rules,
    OperableAssets,
    OperationTokens,
    BastionListeners,
    InstanceDirectory,
    PasswordChange,
    ...secondFactorExports,
    UserAuthentication,
    LoginCodes,
    ConnectableAccounts,
    ConnectionPermits,
    SessionJournal,
    SessionLimits,
    LoopbackForwarding,
    SessionRecords,
    OpenSessions,
  ],
})
export class BastionhostModule {
  constructor(products: Products) {
    products.register(bastionhostIdentity);
  }
}
