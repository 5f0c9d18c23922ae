import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import ssh2 from 'ssh2';
import { Redacted } from '../../src/common/redacted.ts';
import type { TargetInstance } from '../../src/demo/target-instance.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { refusal } from '../support/api-clients.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { RotatedSecret } from './rotation-setting.ts';

describe('a rotation that cannot reach the server', () => {
  const servers: { close(): unknown }[] = [];
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication();
  });
  afterAll(() => app.stop());
  afterEach(() => servers.splice(0).forEach((server) => server.close()));

  /** A secret for whatever listens at this port, which is not a server to log on to. */
  async function secretAt(port: number): Promise<RotatedSecret> {
    const managementCredential = { userName: 'root', password: new Redacted('unused') };
    const target = { name: 'no-way', osType: 'Linux', address: '127.0.0.1', port, managementCredential };
    return RotatedSecret.create(app, target as TargetInstance, { UserName: 'ops', Password: 'unused' });
  }

  async function listen(server: Server | ssh2.Server): Promise<number> {
    servers.push(server);
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  const listener = (serve: (socket: Socket) => unknown) =>
    listen(createServer((socket) => serve(socket.on('error', () => undefined))));

  async function withoutCiphers(): Promise<number> {
    const hostKeys = [(await generateSshKeyPair('ed25519')).privateKey.reveal()];
    const serve = (client: ssh2.Connection) => void client.on('error', () => undefined);
    return listen(new ssh2.Server({ hostKeys, algorithms: { cipher: ['3des-cbc'] } }, serve));
  }

  /** A port that no program is given when it asks for a free one. */
  const nobody = async () => 1;

  it.each<[string, string, () => Promise<number>]>([
    ['nobody is there', 'unreachable. The server cannot be reached at its registered address.', nobody],
    ['nobody answers', 'timeout. The server did not answer in time.', () => listener(() => undefined)],
    [
      'it hangs up',
      'closed. The server closes connections before the login.',
      () => listener((socket) => socket.destroy()),
    ],
    [
      'it has no algorithm in common',
      'no-algorithm. The server was not reached: no cipher in common; ',
      withoutCiphers,
    ],
  ])('says in a dry run when %s', async (_, words, serve) => {
    const { name: SecretName } = await secretAt(await serve());
    const request = { SecretName, VersionId: 'v2', DryRun: true };
    const { code, message } = await refusal(app.pop('kms').request('RotateSecret', request));
    expect({ code, message }).toEqual({ code: 'ValidationError', message: expect.stringContaining(words) });
  });

  it('ends immediately where there is no algorithm in common, and reports both lists', async () => {
    const secret = await secretAt(await withoutCiphers());
    await secret.rotate('v2');
    await secret.reaches('failed');
    expect(await secret.row()).toMatchObject({ failure: 'no-algorithm', failures: 0 });
    const events = JSON.stringify(await secret.events());
    expect(events).toMatch(
      /no cipher in common; here: [^;]*aes256-ctr[^;]*; there: 3des-cbc\. Allow one of our algorithms/,
    );
  });
});
