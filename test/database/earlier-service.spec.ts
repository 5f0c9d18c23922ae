import { Redacted } from '../../src/common/redacted.ts';
import { BrokerService } from '../../src/broker/broker.ts';
import { OpensshClient } from '../../src/demo/openssh-client.ts';
import type { Members } from '../support/api-clients.ts';
import { describeWithPrograms } from '../support/requirements.ts';
import { runProgram } from '../support/service-process.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { testMasterKey } from '../support/test-settings.ts';
import { administer, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { EarlierServer } from './earlier-server.ts';
import { earlierService, makeEarlierDatabase } from './earlier-service.ts';

describeWithPrograms(['ssh'], 'a database that the service created before it supported TLS', () => {
  const { reader, ciphertext, plaintext, engineer, targets, hostKeyFingerprints } = earlierService.facts;
  const names = Object.keys(targets);
  const servers: EarlierServer[] = [];
  let database: TestDatabase;
  let app: TestApplication;
  let client: OpensshClient;

  beforeAll(async () => {
    client = await OpensshClient.create();
    // The service may log in to a server before its start is over.
    let started = () => {};
    const start = new Promise<void>((resolve) => (started = resolve));
    const credentialOf = async (name: string) => {
      await start;
      return JSON.parse(await valueOf(`acs/ecs/${name}`));
    };
    const ports = new Map<number, number>();
    for (const [name, { port, hostKey }] of Object.entries(targets)) {
      const server = await EarlierServer.start(hostKey, () => credentialOf(name));
      servers.push(server);
      ports.set(port, server.port);
    }
    const template = await makeEarlierDatabase(ports);
    database = await openTestDatabase({ template });
    await administer(`drop database ${template.split('/').at(-1)}`);
    app = await startTestApplication({ database });
    started();
  });
  afterAll(async () => {
    await client.close();
    await app.stop();
    await database.drop();
    for (const server of servers) server.stop();
  });

  const kms = (action: string, parameters: Members = {}, credentials = app.rootAccessKey) =>
    app.pop('kms', credentials).request(action, parameters);
  const valueOf = async (SecretName: string, credentials = app.rootAccessKey): Promise<string> =>
    (await kms('GetSecretValue', { SecretName }, credentials))['SecretData'];
  const ssh = (host: string) => {
    const { port } = app.get(BrokerService).address;
    const login = { port, user: `${engineer.name}@ops@${host}`, password: new Redacted(engineer.password) };
    return client.ssh(login, 'true');
  };

  it('returns its secrets, to the root and to a RAM user', async () => {
    expect(await valueOf('plain')).toBe('a plain value');
    expect(await valueOf('own-key', reader)).toBe('under a key of its own');
    await expect(kms('GetSecretValue', { SecretName: 'deleted' })).rejects.toMatchObject({
      code: 'Rejected.ResourceInDeleteWindow',
    });
  });

  it('opens what was encrypted', async () => {
    const EncryptionContext = '{"for":"tests"}';
    const { Plaintext } = await kms('Decrypt', { CiphertextBlob: ciphertext, EncryptionContext }, reader);
    expect(Plaintext).toBe(plaintext);
  });

  it.each(names)('lets the engineer log on to %s, whose host key was pinned', async (name) => {
    const { status, stdout } = await ssh(name);
    expect([status, String(stdout)]).toEqual([0, 'in\n']);
  });

  it('shows engineers the host keys that they know', () => {
    expect(app.get(BrokerService).hostKeyFingerprints).toEqual(hostKeyFingerprints);
  });

  it('notices a server with another host key', async () => {
    await database.dataSource.query(`update host_key_pins set public_key = '\\x00' where port = $1`, [
      servers[0]!.port,
    ]);
    const { status, stderr } = await ssh(names[0]!);
    expect([status, stderr]).toEqual([255, expect.stringMatching(/host key/)]);
  });

  it('has an audit trail that verifies', async () => {
    const settings = { DATABASE_URL: database.url, SALLYPORT_MASTER_KEY: testMasterKey };
    const { code, stdout } = await runProgram('src/commands/audit-verify.ts', settings);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/ events in 2 chains, 0 findings\n$/)]);
  });
});
