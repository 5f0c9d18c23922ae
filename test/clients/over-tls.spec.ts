import { join } from 'node:path';
import { Environment } from '../../src/config/environment.ts';
import { runProgram, type Settings } from '../support/service-process.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';

describe("the vendor's own clients, in the protocol that they speak unless told otherwise", () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication();
    await app.pop('kms').request('CreateKey');
  });
  afterAll(() => app.stop());

  async function listKeys(settings: Settings, scheme: string): Promise<Record<string, unknown>> {
    const { accessKeyId, accessKeySecret } = app.rootAccessKey;
    const parameters = [app.url.replace('http:', `${scheme}:`), accessKeyId, accessKeySecret];
    const { stdout, stderr } = await runProgram('test/clients/list-keys-over.ts', settings, parameters);
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  }

  const all = (outcome: unknown) => ({
    'pop-core': outcome,
    'openapi-client': outcome,
    kms20160120: outcome,
  });

  it('work when their process trusts ca.pem', async () => {
    const NODE_EXTRA_CA_CERTS = join(app.get(Environment).dataDir, 'tls', 'ca.pem');
    expect(await listKeys({ NODE_EXTRA_CA_CERTS }, 'https')).toEqual(all(1));
  });

  it('refuse to connect when it does not', async () => {
    expect(await listKeys({}, 'https')).toEqual(all(expect.stringMatching(/unable to verify|self-signed/)));
  });

  it('work over plain HTTP on the same port when told to', async () => {
    expect(await listKeys({}, 'http')).toEqual(all(1));
  });
});
