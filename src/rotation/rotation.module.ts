import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.ts';
import { DatabaseModule } from '../database/database.module.ts';
import { EcsModule } from '../ecs/ecs.module.ts';
import { HostKeysModule } from '../host-keys/host-keys.module.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { KmsModule } from '../kms/kms.module.ts';
import { CredentialWatch } from './engine/credential-watch.ts';
import { RoleCalls } from './role-calls.ts';
import { RotationHosts } from './hosts/rotation-host.ts';
import { RotationRehearsal } from './engine/rotation-rehearsal.ts';
import { RotationRunner } from './engine/rotation-runner.ts';
import { RotationSteps } from './engine/rotation-steps.ts';
import { RotationWorker } from './engine/rotation-worker.ts';
import { RamAccessKeyRotator } from './access-keys/access-key-rotator.ts';
import { Rotations } from './rotation.api.ts';
import { RotationService } from './rotation.service.ts';

@Module({
  imports: [DatabaseModule, AuditModule, IdentityModule, HostKeysModule, EcsModule, KmsModule],
  providers: [
    RoleCalls,
    RotationHosts,
    RotationSteps,
    RotationWorker,
    CredentialWatch,
    RamAccessKeyRotator,
    RotationRehearsal,
    RotationRunner,
    { provide: Rotations, useClass: RotationService },
  ],
  exports: [Rotations],
})
export class RotationModule {}
