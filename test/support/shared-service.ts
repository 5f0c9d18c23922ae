import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sharedServiceVariable } from './find-shared-service.ts';
import { ServiceProcess } from './service-process.ts';
import { administer, databaseUrl, startedTemplate } from './test-database.ts';
import { testSettings } from './test-settings.ts';

/** One service, in its own process, for all specs that only use the wire. It starts when the first of them asks. */
export class SharedService {
  private starting?: Promise<ServiceProcess>;
  private readonly desk: Server;

  private constructor(private readonly dataDir: string) {
    this.desk = createServer((_request, response) => {
      this.start().then(
        ({ url }) => response.end(url),
        (error: Error) => response.writeHead(500).end(error.message),
      );
    });
  }

  static async offer(dataDir: string): Promise<SharedService> {
    const service = new SharedService(dataDir);
    await once(service.desk.listen(0, '127.0.0.1'), 'listening');
    process.env[sharedServiceVariable] = `http://127.0.0.1:${(service.desk.address() as AddressInfo).port}`;
    return service;
  }

  async stop(): Promise<void> {
    this.desk.close();
    this.desk.closeAllConnections();
    await (await this.starting)?.stop();
  }

  private start(): Promise<ServiceProcess> {
    return (this.starting ??= this.open());
  }

  private async open(): Promise<ServiceProcess> {
    const name = 'sallyport_shared';
    await administer(`create database ${name} template ${startedTemplate}`);
    const settings = testSettings({ dataDir: this.dataDir, databaseUrl: databaseUrl(name) });
    return ServiceProcess.start({ ...settings, SALLYPORT_DISPOSABLE: 'true' });
  }
}
