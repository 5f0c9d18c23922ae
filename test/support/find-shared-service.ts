import type { Credentials } from './api-clients.ts';
import { testRootAccessKey } from './test-settings.ts';

/** Set by global-setup: where to ask for the address of the service that specs of the wire share. */
export const sharedServiceVariable = 'TEST_SHARED_SERVICE_URL';

interface FoundService {
  readonly url: string;
  readonly rootAccessKey: Credentials;
}

/**
 * The service that specs of the wire share: the one at `SALLYPORT_URL`, whose root AccessKey is in
 * `SALLYPORT_ACCESS_KEY_ID` and `SALLYPORT_ACCESS_KEY_SECRET`, or else the run's own.
 *
 * @throws Error when it was not started with `SALLYPORT_DISPOSABLE=true`, since accounts that specs create stay there
 */
export async function findSharedService(): Promise<FoundService> {
  const found = runningService(process.env) ?? (await serviceOfRun());
  const readiness = await read(`${found.url}/readyz`);
  if (!readiness.split('\n').includes('disposable')) throw new Error(`${found.url} is not a disposable service`);
  return found;
}

function runningService(variables: NodeJS.ProcessEnv): FoundService | undefined {
  const url = variables['SALLYPORT_URL'];
  const accessKeyId = variables['SALLYPORT_ACCESS_KEY_ID'];
  const accessKeySecret = variables['SALLYPORT_ACCESS_KEY_SECRET'];
  if (!url) return undefined;
  if (!accessKeyId || !accessKeySecret) throw new Error('SALLYPORT_URL needs the root AccessKey beside it');
  return { url: url.replace(/\/$/, ''), rootAccessKey: { accessKeyId, accessKeySecret } };
}

async function serviceOfRun(): Promise<FoundService> {
  return { url: await read(process.env[sharedServiceVariable] ?? ''), rootAccessKey: testRootAccessKey };
}

async function read(url: string): Promise<string> {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return text;
}
