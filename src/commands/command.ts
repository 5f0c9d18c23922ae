import 'reflect-metadata';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ConfigModule } from '../config/config.module.ts';
import { Environment, InvalidSettings, processEnvironment } from '../config/environment.ts';
import { masterKeyFileOf } from '../config/master-key-file.ts';
import { JsonLogger } from '../config/json-logger.ts';
import { Redacted } from '../common/redacted.ts';
import { runningServerUrl } from '../database/embedded-postgres.ts';

/**
 * Runs `work` over some of the service's modules with the service's own settings, and ends with the status that it
 * returns. The service may be running meanwhile.
 */
export async function runCommand(
  modules: readonly Type[],
  work: (context: INestApplicationContext) => Promise<number>,
): Promise<void> {
  try {
    const environment = await besideTheService(processEnvironment());
    const root = { ...ConfigModule.of(environment), imports: [...modules] };
    const context = await NestFactory.createApplicationContext(root, {
      logger: new JsonLogger(environment.logLevel === 'info' ? 'warn' : environment.logLevel),
      abortOnError: false,
    });
    process.exitCode = await work(context).finally(() => context.close());
  } catch (error) {
    process.stderr.write(`${error instanceof InvalidSettings ? error.message : (error as Error).stack}\n`);
    process.exitCode = 1;
  }
}

/** Uses the embedded database of a running service; otherwise it is started for as long as the command takes. */
async function besideTheService(environment: Environment): Promise<Environment> {
  if (environment.databaseUrl) return environment;
  const url = await runningServerUrl(environment.dataDir);
  if (url === undefined) return environment;
  const masterKeyFile = environment.masterKey ? undefined : masterKeyFileOf(environment);
  return new Environment({ ...environment, masterKeyFile, databaseUrl: new Redacted(url) });
}
