import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.ts';
import { HostKeysModule } from '../host-keys/host-keys.module.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { Products } from '../identity/products.api.ts';
import { SealingModule } from '../sealing/sealing.module.ts';
import { CloudAssistantService } from './assistant/cloud-assistant.service.ts';
import { InvocationHistory } from './assistant/invocation-history.service.ts';
import { InvocationEntity } from './assistant/invocation.entity.ts';
import { InvocationsService } from './assistant/invocations.service.ts';
import { ecsIdentity } from './ecs-identity.ts';
import { CloudAssistant, Instances, ManagementCredentials } from './ecs.api.ts';
import { InstanceEntity } from './instances/instance.entity.ts';
import { ManagementCredentialsService } from './instances/management-credentials.service.ts';
import { InstancesService } from './instances/instances.service.ts';

@Module({
  imports: [
    TypeOrmModule.forFeature([InstanceEntity, InvocationEntity]),
    DatabaseModule,
    HostKeysModule,
    IdentityModule,
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
export class EcsModule {
  constructor(products: Products) {
    products.register(ecsIdentity);
  }
}
