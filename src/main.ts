import type { AddressInfo } from 'node:net';
import { createApplication } from './application.ts';
import { BrokerService } from './broker/broker.service.ts';
import { InvalidSettings, processEnvironment, type Environment } from './config/environment.ts';

async function main(environment: Environment): Promise<void> {
  const app = await createApplication(environment);
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  await app.listen(environment.httpListen.port, environment.httpListen.host);
  const http = app.getHttpServer().address() as AddressInfo;
  const ssh = app.get(BrokerService).address;
  process.stdout.write(`ready http=${printable(http)} ssh=${printable(ssh)}\n`);
}

function printable({ address, port }: { address: string; port: number }): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

try {
  await main(processEnvironment());
} catch (error) {
  process.stderr.write(`${error instanceof InvalidSettings ? error.message : (error as Error).stack}\n`);
  process.exit(1);
}
