import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.ts';
import { EcsModule } from '../ecs/ecs.module.ts';
import { EventsModule } from '../events/events.module.ts';
import { HostKeysModule } from '../host-keys/host-keys.module.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { KmsModule } from '../kms/kms.module.ts';
import { SealingModule } from '../sealing/sealing.module.ts';
import { AssetDeletion } from './assets/asset-deletion.service.ts';
import { BastionInstance } from './assets/bastion-instance.entity.ts';
import { BastionInstances } from './assets/bastion-instances.service.ts';
import { HostAccount } from './assets/host-account.entity.ts';
import { HostAccountsService } from './assets/host-accounts.service.ts';
import { HostSources } from './assets/host-sources.service.ts';
import { Host } from './assets/host.entity.ts';
import { HostsService } from './assets/hosts.service.ts';
import { InstanceCreation } from './assets/instance-creation.service.ts';
import { InstanceDrafts } from './assets/instance-drafts.ts';
import { Installation } from './assets/installation.service.ts';
import { KmsSecretImport } from './assets/kms-secret-import.service.ts';
import { LocalCredentials } from './assets/local-credentials.service.ts';
import { SshPorts } from './assets/ssh-ports.ts';
import {
  BastionDoors,
  ConnectionPermits,
  OpenSessions,
  SessionJournal,
  UserAuthentication,
} from './bastionhost.api.ts';
import { GrantedConnectionPermits } from './grants/connection-permits.service.ts';
import { GrantsService } from './grants/grants.service.ts';
import { DatabaseOpenSessions } from './sessions/open-sessions.service.ts';
import { DatabaseSessionJournal } from './sessions/session-journal.service.ts';
import { Session } from './sessions/session.entity.ts';
import { PasswordHashing } from './users/password-hashing.ts';
import { InstanceUserAuthentication } from './users/user-authentication.service.ts';
import { UserPublicKey } from './users/user-public-key.entity.ts';
import { UserPublicKeysService } from './users/user-public-keys.service.ts';
import { User } from './users/user.entity.ts';
import { UsersService } from './users/users.service.ts';

const entities = [BastionInstance, Host, HostAccount, User, UserPublicKey, Session];

/** The core of Bastionhost: assets, users, grants and sessions. */
@Module({
  imports: [
    TypeOrmModule.forFeature(entities),
    DatabaseModule,
    SealingModule,
    EventsModule,
    HostKeysModule,
    IdentityModule,
    EcsModule,
    KmsModule,
  ],
  providers: [
    Installation,
    BastionInstances,
    SshPorts,
    InstanceDrafts,
    InstanceCreation,
    { provide: BastionDoors, useExisting: BastionInstances },
    HostSources,
    HostsService,
    LocalCredentials,
    HostAccountsService,
    AssetDeletion,
    KmsSecretImport,
    PasswordHashing,
    UsersService,
    UserPublicKeysService,
    GrantsService,
    { provide: UserAuthentication, useClass: InstanceUserAuthentication },
    { provide: ConnectionPermits, useClass: GrantedConnectionPermits },
    { provide: SessionJournal, useClass: DatabaseSessionJournal },
    { provide: OpenSessions, useClass: DatabaseOpenSessions },
  ],
  exports: [
    Installation,
    BastionInstances,
    HostsService,
    HostAccountsService,
    AssetDeletion,
    KmsSecretImport,
    UsersService,
    UserPublicKeysService,
    GrantsService,
    BastionDoors,
    UserAuthentication,
    ConnectionPermits,
    SessionJournal,
    OpenSessions,
  ],
})
export class BastionhostModule {}
