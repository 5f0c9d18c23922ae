import { Test } from '@nestjs/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import { AppModule } from '../../src/app.module.ts';
import { applicationOptions, newAdapter, prepareApplication } from '../../src/application.ts';
import { AuditModule } from '../../src/audit/audit.module.ts';
import { BastionhostModule } from '../../src/bastionhost/bastionhost.module.ts';
import { BrokerModule } from '../../src/broker/broker.module.ts';
import { processEnvironment } from '../../src/config/environment.ts';
import { JsonLogger } from '../../src/config/json-logger.ts';
import { DatabaseModule } from '../../src/database/database.module.ts';
import { EcsModule } from '../../src/ecs/ecs.module.ts';
import { IdentityModule } from '../../src/identity/identity.module.ts';
import { KmsModule } from '../../src/kms/kms.module.ts';
import { RotationModule } from '../../src/rotation/rotation.module.ts';
import { SealingModule } from '../../src/sealing/sealing.module.ts';
import { TlsModule } from '../../src/tls/tls.module.ts';
import { AuditInMemory, IdentityInMemory, KmsInMemory, Nothing } from './in-memory-modules.ts';

const unreached = [
  DatabaseModule,
  SealingModule,
  TlsModule,
  EcsModule,
  BastionhostModule,
  RotationModule,
  BrokerModule,
];

/**
 * The service without its database: the same HTTP server, pipeline, signature check and operations over parts in
 * memory. That is the fastest this machine could answer GetSecretValue. Ends with its standard input.
 */
async function main(): Promise<void> {
  const environment = processEnvironment();
  const logger = new JsonLogger(environment.logLevel);
  const builder = Test.createTestingModule({ imports: [AppModule.of(environment, logger)] })
    .setLogger(logger)
    // Stands in for what only other operations need.
    .useMocker(() => ({}));
  builder.overrideModule(IdentityModule).useModule(IdentityInMemory);
  builder.overrideModule(AuditModule).useModule(AuditInMemory);
  builder.overrideModule(KmsModule).useModule(KmsInMemory);
  for (const module of unreached) builder.overrideModule(module).useModule(Nothing);
  const module = await builder.compile();
  const app = module.createNestApplication<NestFastifyApplication>(newAdapter(), applicationOptions);
  await prepareApplication(app);
  await app.listen(environment.httpListen.port, environment.httpListen.host);
  process.stdout.write(`ready ${(app.getHttpServer().address() as AddressInfo).port}\n`);
  process.stdin.once('end', () => process.exit(0)).resume();
}

await main();
