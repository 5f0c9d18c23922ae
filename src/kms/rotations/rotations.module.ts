import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../../database/database.module.ts';
import { EcsModule } from '../../ecs/ecs.module.ts';
import { EventsModule } from '../../events/events.module.ts';
import { IdentityModule } from '../../identity/identity.module.ts';
import { SealingModule } from '../../sealing/sealing.module.ts';
import { AccessKeyRotations } from '../access-key-rotations.api.ts';
import { CredentialChecks } from '../credential-checks.api.ts';
import { KmsGuardModule } from '../kms-guard.module.ts';
import { KeysModule } from '../keys/keys.module.ts';
import { SecretConnectLeases } from '../kms.api.ts';
import {
  RotationClaims,
  RotationRehearsals,
  RotationRequests,
  RotationSchedule,
  SecretRotations,
  UndoNotes,
} from '../secret-rotations.api.ts';
import { SecretsModule } from '../secrets/secrets.module.ts';
import { AccessKeyReplacement } from './access-key-replacement.service.ts';
import { AccessKeyRotationsService } from './access-key-rotations.service.ts';
import { ConnectLeaseRow } from './connect-lease.entity.ts';
import { ConnectLeasesService } from './connect-leases.service.ts';
import { CredentialChecksService } from './credential-checks.service.ts';
import { CurrentCredentials } from './current-credentials.service.ts';
import { PendingVersions } from './pending-versions.service.ts';
import { RotationAdmission } from './rotation-admission.service.ts';
import { RotationClaimsService } from './rotation-claims.service.ts';
import { RotationOutcomes } from './rotation-outcomes.service.ts';
import { RotationPhasesService } from './rotation-phases.service.ts';
import { RotationRehearsalsService } from './rotation-rehearsals.service.ts';
import { RotationRequestsService } from './rotation-requests.service.ts';
import { RotationRows } from './rotation-rows.service.ts';
import { RotationScheduleService } from './rotation-schedule.service.ts';
import { Rotation } from './rotation.entity.ts';
import { UndoNotesService } from './undo-notes.service.ts';

/** What is kept of rotations: which are due, where they stand, what came of them. The engine is elsewhere. */
@Module({
  imports: [
    DatabaseModule,
    EcsModule,
    EventsModule,
    IdentityModule,
    KmsGuardModule,
    KeysModule,
    SealingModule,
    SecretsModule,
    TypeOrmModule.forFeature([Rotation, ConnectLeaseRow]),
  ],
  providers: [
    PendingVersions,
    ConnectLeasesService,
    { provide: SecretConnectLeases, useExisting: ConnectLeasesService },
    RotationOutcomes,
    CurrentCredentials,
    AccessKeyReplacement,
    { provide: AccessKeyRotations, useClass: AccessKeyRotationsService },
    { provide: CredentialChecks, useClass: CredentialChecksService },
    RotationRows,
    RotationAdmission,
    { provide: RotationRehearsals, useClass: RotationRehearsalsService },
    { provide: RotationRequests, useClass: RotationRequestsService },
    { provide: RotationSchedule, useClass: RotationScheduleService },
    { provide: RotationClaims, useClass: RotationClaimsService },
    { provide: SecretRotations, useClass: RotationPhasesService },
    { provide: UndoNotes, useClass: UndoNotesService },
  ],
  exports: [
    SecretConnectLeases,
    RotationRehearsals,
    RotationRequests,
    RotationSchedule,
    CredentialChecks,
    AccessKeyRotations,
    RotationClaims,
    SecretRotations,
    UndoNotes,
  ],
})
export class RotationsModule {}
