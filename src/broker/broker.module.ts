import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BastionhostModule } from '../bastionhost/bastionhost.module.ts';
import { DatabaseModule } from '../database/database.module.ts';
import { EventsModule } from '../events/events.module.ts';
import { GuardModule } from '../guard/guard.module.ts';
import { HostKeysModule } from '../host-keys/host-keys.module.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { KmsModule } from '../kms/kms.module.ts';
import { RotationModule } from '../rotation/rotation.module.ts';
import { SealingModule } from '../sealing/sealing.module.ts';
import { AccountVerification } from './account-verification.api.ts';
import { BrokerTrail } from './broker-trail.ts';
import { BrokerService } from './broker.ts';
import { HostKey } from './host-key.entity.ts';
import { BrokerHostKeys } from './host-keys.ts';
import { JumpDoor } from './jump/jump-door.ts';
import { JumpLogins } from './jump/jump-logins.ts';
import { ListenerKeeper } from './listeners/listener-keeper.ts';
import { BrokerListeners } from './listeners/broker-listeners.ts';
import { ForbiddenAddresses } from './outbound/forbidden-addresses.ts';
import { TargetConnections } from './outbound/target-connection.ts';
import { TargetCredentials } from './outbound/target-credentials.ts';
import { EngineerLogins } from './login/engineer-logins.ts';
import { Errands } from './lobby/errands/errands.ts';
import { TargetVisits } from './lobby/menu/target-visits.ts';
import { OpenMenus } from './lobby/menu/open-menus.ts';
import { FilesDoor } from './lobby/files/files-door.ts';
import { LobbyDoors } from './lobby/lobby-doors.ts';
import { Reception } from './lobby/reception.ts';
import { SessionRows } from './session/session-rows.ts';
import { SessionTargets } from './session/session-targets.ts';
import { AccessWatch } from './session/access-watch.ts';
import { LimitWatch } from './session/limit-watch.ts';
import { SessionParts } from './session/session-parts.ts';
import { SessionRegistry } from './session/session-registry.ts';

/** The SSH service: engineers log in here and are connected to their targets. */
@Module({
  imports: [
    TypeOrmModule.forFeature([HostKey]),
    DatabaseModule,
    SealingModule,
    EventsModule,
    GuardModule,
    IdentityModule,
    HostKeysModule,
    KmsModule,
    RotationModule,
    BastionhostModule,
  ],
  providers: [
    BrokerHostKeys,
    BrokerTrail,
    EngineerLogins,
    BrokerListeners,
    ListenerKeeper,
    TargetCredentials,
    ForbiddenAddresses,
    TargetConnections,
    AccountVerification,
    SessionRows,
    AccessWatch,
    LimitWatch,
    SessionTargets,
    SessionParts,
    SessionRegistry,
    Errands,
    TargetVisits,
    OpenMenus,
    FilesDoor,
    JumpLogins,
    JumpDoor,
    LobbyDoors,
    Reception,
    BrokerService,
  ],
  exports: [BrokerService, AccountVerification],
})
export class BrokerModule {}
