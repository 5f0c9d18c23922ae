import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.ts';
import { HostKeysModule } from '../host-keys/host-keys.module.ts';
import { SealingModule } from '../sealing/sealing.module.ts';
import { CloudAssistantService } from './assistant/cloud-assistant.service.ts';
import { InvocationHistory } from './assistant/invocation-history.service.ts';
import { InvocationEntity } from './assistant/invocation.entity.ts';
import { InvocationsService } from './assistant/invocations.service.ts';
import { CloudAssistant, Instances, ManagementCredentials } from './ecs.api.ts';
import { InstanceEntity } from './instances/instance.entity.ts';
import { ManagementCredentialsService } from './instances/management-credentials.service.ts';
import { InstancesService } from './instances/instances.service.ts';

@Module({
  imports: [
    TypeOrmModule.forFeature([InstanceEntity, InvocationEntity]),
    DatabaseModule,
    HostKeysModule,
    SealingModule,
  ],
  providers: [
    InstancesService,
    { provide: Instances, useExisting: InstancesService },
    { provide: ManagementCredentials, useClass: ManagementCredentialsService },
    { provide: CloudAssistant, useClass: CloudAssistantService },
    InvocationsService,
    InvocationHistory,
  ],
  exports: [InstancesService, Instances, ManagementCredentials, CloudAssistant, InvocationsService, InvocationHistory],
})
export class EcsModule {}
