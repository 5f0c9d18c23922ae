import { Module, type DynamicModule } from '@nestjs/common';
import { BrokerModule } from './broker/broker.module.ts';
import { ConfigModule } from './config/config.module.ts';
import type { Environment } from './config/environment.ts';
import { JsonLogger } from './config/json-logger.ts';
import { DatabaseModule } from './database/database.module.ts';
import { ErrorFilter } from './gateway/error.filter.ts';
import { GatewayModule } from './gateway/gateway.module.ts';
import { HealthController } from './health.controller.ts';
import { BastionhostOperationsModule } from './bastionhost/operations/bastionhost-operations.module.ts';
import { BssOpenApiOperationsModule } from './bssopenapi/operations/bssopenapi-operations.module.ts';
import { EcsOperationsModule } from './ecs/operations/ecs-operations.module.ts';
import { KmsOperationsModule } from './kms/operations/kms-operations.module.ts';
import { RamOperationsModule } from './ram/operations/ram-operations.module.ts';
import { StsOperationsModule } from './ram/operations/sts-operations.module.ts';
import { SecretFiles } from './secret-files.ts';
import { TlsModule } from './tls/tls.module.ts';

@Module({})
export class AppModule {
  static of(environment: Environment, logger = new JsonLogger(environment.logLevel)): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(environment),
        DatabaseModule,
        GatewayModule,
        BastionhostOperationsModule,
        BssOpenApiOperationsModule,
        EcsOperationsModule,
        KmsOperationsModule,
        RamOperationsModule,
        StsOperationsModule,
        BrokerModule,
        TlsModule,
      ],
      controllers: [HealthController],
      providers: [ErrorFilter, SecretFiles, { provide: JsonLogger, useValue: logger }],
    };
  }
}
