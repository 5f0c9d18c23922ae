import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.ts';
import { HostKeysModule } from '../host-keys/host-keys.module.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { Products } from '../identity/products.api.ts';
import { SealingModule } from '../sealing/sealing.module.ts';
import { CloudAssistantService } from './assistant/cloud-assistant.ts';
import { InvocationHistory } from './assistant/invocation-history.ts';
import { InvocationEntity } from './assistant/invocation.entity.ts';
import { InvocationsService } from './assistant/invocations.ts';
import { ecsIdentity } from './ecs-identity.ts';
import { CloudAssistant, Instances, ManagementCredentials } from './ecs.api.ts';
import { InstanceEntity } from './instances/instance.entity.ts';
import { ManagementCredentialsService } from './instances/management-credentials.ts';
import { InstancesService } from './instances/instances.ts';

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
