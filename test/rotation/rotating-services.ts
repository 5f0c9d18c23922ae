import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { popClient, type ApiClient } from '../support/api-clients.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { testMasterKey } from '../support/test-settings.ts';
import { moveTimeOf, openTestDatabase, startedTemplate, type TestDatabase } from '../support/test-database.ts';
import { stopOwnEngine } from './engine.ts';

/** Services in their own processes over one database, and an application in ours that only watches. */
export class RotatingServices {
  private readonly started: ServiceProcess[] = [];
  private movedMs = 0;

  private constructor(
    readonly database: TestDatabase,
    readonly app: TestApplication,
    private readonly dataDir: string,
  ) {}

  static async open(): Promise<RotatingServices> {
    const database = await openTestDatabase({ template: startedTemplate });
    const app = await startTestApplication({ database });
    await stopOwnEngine(app);
    return new RotatingServices(database, app, await mkdtemp(join(tmpdir(), 'sallyport-test-')));
  }

  async start(): Promise<ServiceProcess> {
    const { accessKeyId, accessKeySecret } = this.app.rootAccessKey;
    const service = await ServiceProcess.start({
      SALLYPORT_DATA_DIR: this.dataDir,
      DATABASE_URL: this.database.url,
      SALLYPORT_MASTER_KEY: testMasterKey,
      SALLYPORT_ACCESS_KEY_ID: accessKeyId,
      SALLYPORT_ACCESS_KEY_SECRET: accessKeySecret,
    });
    this.started.push(service);
    return service;
  }

  kms({ url }: ServiceProcess): ApiClient {
    return popClient(url, 'kms', this.app.rootAccessKey, this.app.clock);
  }

  /** Applies to the services that start after this. */
  async advance(milliseconds: number): Promise<void> {
    this.movedMs += milliseconds;
    this.app.clock.advance(milliseconds);
    await moveTimeOf(this.database, this.movedMs);
  }

  async stop(): Promise<void> {
    await Promise.all(this.started.map((service) => service.kill()));
    await this.app.stop();
    await this.database.drop();
    await rm(this.dataDir, { recursive: true });
  }
}
