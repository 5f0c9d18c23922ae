import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.ts';
import { EcsModule } from '../ecs/ecs.module.ts';
import { EventsModule } from '../events/events.module.ts';
import { GuardModule } from '../guard/guard.module.ts';
import { HostKeysModule } from '../host-keys/host-keys.module.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { KmsModule } from '../kms/kms.module.ts';
import { SealingModule } from '../sealing/sealing.module.ts';
import { AccessKeyReplacement } from './access-keys/access-key-replacement.ts';
import { AccessKeyRotator } from './access-keys/access-key-rotator.ts';
import { CredentialWatch } from './engine/credential-watch.ts';
import { RotationRehearsal } from './engine/rotation-rehearsal.ts';
import { RotationRunner } from './engine/rotation-runner.ts';
import { RotationSteps } from './engine/rotation-steps.ts';
import { RotationWorker } from './engine/rotation-worker.ts';
import { HostLogins } from './hosts/host-logins.ts';
import { HostScripts } from './hosts/host-scripts.ts';
import { RotationHosts } from './hosts/rotation-hosts.ts';
import { RoleCalls } from './role-calls.ts';
import { ConnectLeases } from './connect-leases.api.ts';
import { Rotations } from './rotation.api.ts';
import { ConnectLeaseRow } from './store/connect-lease.entity.ts';
import { ConnectLeaseRows } from './store/connect-lease-rows.ts';
import { CredentialCheckRow } from './store/credential-check.entity.ts';
import { CredentialChecks } from './store/credential-checks.ts';
import { CurrentCredentials } from './store/current-credentials.ts';
import { RotationClaims } from './store/rotation-claims.ts';
import { RotationOutcomes } from './store/rotation-outcomes.ts';
import { RotationPhases } from './store/rotation-phases.ts';
import { RotationRequests } from './store/rotation-requests.ts';
import { RotationRows } from './store/rotation-rows.ts';
import { Rotation } from './store/rotation.entity.ts';
import { ScheduledRotations } from './store/scheduled-rotations.ts';
import { UndoNotes } from './store/undo-notes.ts';

const store = [
  RotationRows,
  RotationRequests,
  ScheduledRotations,
  RotationClaims,
  RotationPhases,
  RotationOutcomes,
  CurrentCredentials,
  CredentialChecks,
  UndoNotes,
  ConnectLeaseRows,
];
const hosts = [HostLogins, HostScripts, RotationHosts];
const accessKeys = [AccessKeyReplacement, AccessKeyRotator];
const engine = [RotationSteps, RotationWorker, CredentialWatch, RotationRehearsal, RotationRunner];

@Module({
  imports: [
    DatabaseModule,
    SealingModule,
    EventsModule,
    IdentityModule,
    GuardModule,
    HostKeysModule,
    EcsModule,
    KmsModule,
    TypeOrmModule.forFeature([Rotation, ConnectLeaseRow, CredentialCheckRow]),
  ],
  providers: [RoleCalls, ...store, ...hosts, ...accessKeys, ...engine, Rotations, ConnectLeases],
  exports: [Rotations, ConnectLeases],
})
export class RotationModule {}
