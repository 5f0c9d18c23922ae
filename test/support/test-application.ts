import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppModule } from '../../src/app.module.ts';
import { applicationOptions, newAdapter, prepareApplication } from '../../src/application.ts';
import { ScryptCost } from '../../src/bastionhost/users/scrypt-cost.ts';
import { Clock } from '../../src/common/clock.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { JsonLogger } from '../../src/config/json-logger.ts';
import { Accounts } from '../../src/identity/identity.api.ts';
import { openApiClient, popClient, type ApiClient, type Credentials, type ProductName } from './api-clients.ts';
import { MadeAccount, type ServiceAccount } from './test-account.ts';
import { TestClock } from './test-clock.ts';
import { openTestDatabase, startedTemplate, type TestDatabase } from './test-database.ts';
import { testRootAccessKey, testSettings } from './test-settings.ts';

type Token<T> = (abstract new (...parameters: never[]) => T) | Type<T>;

export interface TestApplicationOptions {
  /** Settings to add or to replace the default ones with. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Parts to use instead of the service's own, for example a slow one. */
  readonly overrides?: readonly { readonly token: Token<unknown>; readonly value: unknown }[];
  /** Whether passwords are hashed at the cost of the service, 0.2 seconds of a processor. Default: at next to none. */
  readonly realPasswordCost?: boolean;
  /** A database to share with another application. Default: a database of its own. */
  readonly database?: TestDatabase;
}

/** The whole service on free ports of this machine, over a database of its own. */
export class TestApplication implements ServiceAccount {
  constructor(
    readonly app: NestFastifyApplication,
    readonly clock: TestClock,
    readonly database: TestDatabase,
    readonly rootAccessKey: Credentials,
    private readonly release: () => Promise<void>,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${(this.app.getHttpServer().address() as AddressInfo).port}`;
  }

  /** The installation's own account. */
  get accountId(): string {
    return this.get(Accounts).primaryAccountId();
  }

  /** A part of the running service. */
  get<T>(token: Token<T>): T {
    return this.app.get(token as Type<T>, { strict: false });
  }

  pop(product: ProductName, credentials = this.rootAccessKey): ApiClient {
    return popClient(this.url, product, credentials, this.clock);
  }

  openApi(product: ProductName, credentials = this.rootAccessKey): ApiClient {
    return openApiClient(this.url, product, credentials);
  }

  another(): Promise<ServiceAccount> {
    return MadeAccount.by(this);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.release();
  }
}

export async function startTestApplication(options: TestApplicationOptions = {}): Promise<TestApplication> {
  const database = options.database ?? (await openTestDatabase({ template: startedTemplate }));
  const dataDir = await mkdtemp(join(tmpdir(), 'sallyport-test-'));
  const environment = readEnvironment({
    ...testSettings({ dataDir, databaseUrl: database.url }),
    ...options.settings,
  });
  const clock = new TestClock();
  const app = await build(environment, [
    { token: Clock, value: clock },
    ...(options.realPasswordCost ? [] : [{ token: ScryptCost, value: new ScryptCost(4, 8, 1) }]),
    ...(options.overrides ?? []),
  ]);
  await app.listen(environment.httpListen.port, environment.httpListen.host);
  return new TestApplication(app, clock, database, testRootAccessKey, async () => {
    if (!options.database) await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });
}

async function build(
  environment: ReturnType<typeof readEnvironment>,
  overrides: NonNullable<TestApplicationOptions['overrides']>,
): Promise<NestFastifyApplication> {
  const logger = new JsonLogger(environment.logLevel);
  const builder = Test.createTestingModule({ imports: [AppModule.of(environment, logger)] }).setLogger(logger);
  for (const { token, value } of overrides) builder.overrideProvider(token).useValue(value);
  const module = await builder.compile();
  return prepareApplication(module.createNestApplication<NestFastifyApplication>(newAdapter(), applicationOptions));
}
