import { NestFactory } from '@nestjs/core';
import { ConfigModule } from '../../src/config/config.module.ts';
import { processEnvironment } from '../../src/config/environment.ts';
import { SealingModule } from '../../src/sealing/sealing.module.ts';

// Opens the sealing as the service does at its start, then ends. An error goes to standard error.
class RootModule {}

const root = { module: RootModule, imports: [ConfigModule.of(processEnvironment()), SealingModule] };
try {
  await (await NestFactory.createApplicationContext(root, { logger: false, abortOnError: false })).close();
} catch (error) {
  process.stderr.write((error as Error).message);
  process.exit(1);
}
