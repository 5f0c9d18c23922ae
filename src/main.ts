import type { AddressInfo } from 'node:net';
import { createApplication } from './application.ts';
import { BrokerService } from './broker/broker.ts';
import { InvalidSettings, processEnvironment, type Environment } from './config/environment.ts';
import { formatListenAddress } from './config/listen-address.ts';

async function main(environment: Environment): Promise<void> {
  const app = await createApplication(environment);
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  await app.listen(environment.httpListen.port, environment.httpListen.host);
  const http = app.getHttpServer().address() as AddressInfo;
  const ssh = app.get(BrokerService).address;
  const [httpAddress, sshAddress] = [http, ssh].map(({ address: host, port }) => formatListenAddress({ host, port }));
  process.stdout.write(`ready http=${httpAddress} ssh=${sshAddress}\n`);
}

try {
  await main(processEnvironment());
} catch (error) {
  process.stderr.write(`${error instanceof InvalidSettings ? error.message : (error as Error).stack}\n`);
  process.exit(1);
}
