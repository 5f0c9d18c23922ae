import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { BrokerHostKeys } from '../../src/broker/host-keys.ts';
import type { PublicKey } from '../../src/ssh/keys.ts';
import { wireString } from '../../src/ssh/wire.ts';
import { eventually } from '../support/eventually.ts';
import { RawSshClient } from '../support/raw-ssh-client.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { account, BrokerUnderTest, engineerPassword, type Server } from './broker-under-test.ts';

const prove = wireString('hostkeys-prove-00@openssh.com');

describeWithSshd('a client that has logged in learns the other host keys', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let keys: PublicKey[];
  const clients: RawSshClient[] = [];
  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01');
    await broker.engineer('alice', [web]);
    keys = (await broker.app.get(BrokerHostKeys).load()).map(({ publicKey }) => publicKey);
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await broker.stop();
  });

  const asLines = () => keys.map(({ type, blob }) => `${type} ${blob.toString('base64')}`);

  it.each(['ssh-ed25519', 'rsa-sha2-512', 'rsa-sha2-256'])('OpenSSH, when %s was shown', async (algorithm) => {
    const shown = asLines().find((line) => line.startsWith(algorithm.replace(/rsa-.*/, 'ssh-rsa')))!;
    const accepted = new Set([algorithm, 'ssh-ed25519', 'ecdsa-sha2-nistp256', 'rsa-sha2-512']);
    const options = ['UpdateHostKeys yes', `HostKeyAlgorithms ${[...accepted].join(',')}`];
    const { configuration, environment } = await broker.client.prepare({
      ...broker.on(web),
      options,
      hostKeys: [shown],
    });
    const child = spawn('ssh', ['-F', configuration, '-N', 'target'], { env: environment });
    const lines = async () =>
      (await readFile(configuration.replace(/conf$/, 'known_hosts'), 'utf8')).trim().split('\n');
    await eventually('known_hosts has them all', async () => (await lines()).length === keys.length);
    expect((await lines()).map((line) => line.split(' ').slice(1).join(' ')).sort()).toEqual(asLines().sort());
    child.kill();
  });

  async function loggedIn(): Promise<RawSshClient> {
    const client = await RawSshClient.connect({ port: broker.port });
    clients.push(client);
    client.requestService();
    await client.logIn(`alice@${account}@web-01`, engineerPassword.reveal());
    return client;
  }

  it('each key is proved once', async () => {
    const client = await loggedIn();
    expect((await client.next(80)).toString()).toContain('hostkeys-00@openssh.com');
    const blobs = keys.map(({ blob }) => wireString(blob));
    client.send(80, prove, 1, ...blobs);
    await client.next(81);
    client.send(80, prove, 1, ...blobs);
    expect(await client.next(82)).toBeDefined();
  });

  it.each([
    ['no key', []],
    ['a key that is not ours', [wireString('ssh-ed25519')]],
    ['a key that is cut short', [wireString('ssh-ed25519').subarray(0, 9)]],
    ['a thousand keys', Array.from({ length: 1000 }, () => wireString('x'))],
  ])('for %s there is no proof, and the connection continues', async (_name, blobs) => {
    const client = await loggedIn();
    client.send(80, prove, 1, ...blobs);
    await client.next(82);
    client.send(80, wireString('keepalive@openssh.com'), 1);
    expect((await client.next(82)).length).toBe(1);
  });
});
