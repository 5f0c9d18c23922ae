import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.ts';
import { EcsModule } from '../ecs/ecs.module.ts';
import { GuardModule } from '../guard/guard.module.ts';
import { HostKeysModule } from '../host-keys/host-keys.module.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { KmsModule } from '../kms/kms.module.ts';
import { CredentialWatch } from './credential-watch.ts';
import { RoleCalls } from './role-calls.ts';
import { RotationHosts } from './rotation-host.ts';
import { RotationRehearsal } from './rotation-rehearsal.ts';
import { RotationRunner } from './rotation-runner.ts';
import { RotationSteps } from './rotation-steps.ts';
import { RotationWorker } from './rotation-worker.ts';
import { RamAccessKeyRotator } from './rotators/ram-access-key.ts';
import { Rotations } from './rotation.api.ts';
import { RotationService } from './rotation.service.ts';

@Module({
  imports: [DatabaseModule, GuardModule, IdentityModule, HostKeysModule, EcsModule, KmsModule],
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
