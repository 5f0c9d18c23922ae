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
import { CloudAssistant } from './ecs.api.ts';
import { InstanceNetworks } from './instance-networks.api.ts';
import { Instances } from './instances.api.ts';
import { InstanceEntity } from './instances/instance.entity.ts';
import { InstancesService } from './instances/instances.ts';
import { ManagementCredentials } from './management-credentials.api.ts';

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
    Instances,
    InstanceNetworks,
    ManagementCredentials,
    { provide: CloudAssistant, useClass: CloudAssistantService },
    InvocationsService,
    InvocationHistory,
  ],
  exports: [
    InstancesService,
    Instances,
    InstanceNetworks,
    ManagementCredentials,
    CloudAssistant,
    InvocationsService,
    InvocationHistory,
  ],
})
export class EcsModule {
  constructor(products: Products) {
    products.register(ecsIdentity);
  }
}
