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
import { BrokerTrail } from './broker-trail.ts';
import { BrokerService } from './broker.service.ts';
import { HostKey } from './host-key.entity.ts';
import { BrokerHostKeys } from './host-keys.service.ts';
import { DoorKeeper } from './inbound/door-keeper.ts';
import { BrokerDoors } from './inbound/doors.ts';
import { TargetConnections } from './outbound/target-connection.ts';
import { TargetCredentials } from './outbound/target-credentials.ts';
import { SessionRows } from './session-rows.service.ts';
import { AccessWatch } from './session/access-watch.ts';
import { Sessions } from './session/sessions.ts';

/** The SSH door: engineers come in here and go out to their targets. */
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
    BrokerDoors,
    DoorKeeper,
    TargetCredentials,
    TargetConnections,
    SessionRows,
    AccessWatch,
    Sessions,
    BrokerService,
  ],
  exports: [BrokerService],
})
export class BrokerModule {}
