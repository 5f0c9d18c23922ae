import { certificateAlgorithm, signHostCertificate } from '../../src/ssh/host-certificate.ts';
import type { PrivateKey } from '../../src/ssh/keys.ts';
import { wireString } from '../../src/ssh/wire.ts';
import { eventually } from '../support/eventually.ts';
import { ListenerUnderTest, makeKeys, type TestKeys } from '../support/listener-under-test.ts';
import { RawSshClient } from '../support/raw-ssh-client.ts';

const { password } = ListenerUnderTest;

describe('attacks on authentication', () => {
  let keys: TestKeys;
  let alice: PrivateKey;
  let rsa: PrivateKey;
  let mallory: PrivateKey;
  beforeAll(async () => {
    keys = await makeKeys();
    [alice, rsa, mallory] = [keys.alice.key, keys.aliceRsa.key, keys.mallory.key];
  });

  let server: ListenerUnderTest;
  afterEach(() => server.stop());

  it('A1: an offered key without a signature logs nobody in', async () => {
    server = await ListenerUnderTest.start(keys);
    const client = await server.raw();
    client.offerKey('alice', 'ssh-ed25519', alice.publicKey.blob);
    await client.next(60);
    client.offerKey('alice', 'ssh-ed25519', alice.publicKey.blob);
    await client.next(60);
    expect(client.has(52)).toBe(false);
    expect(server.logins).toEqual([]);
  });

  it("A2: alice's key offered and mallory's signed: mallory, or nobody", async () => {
    server = await ListenerUnderTest.start(keys);
    const client = await server.raw();
    client.offerKey('mallory', 'ssh-ed25519', alice.publicKey.blob);
    await client.next(51);
    client.proveKey('mallory', mallory);
    await client.next(52);
    expect(server.identities).toEqual(['identity of mallory by publickey']);

    const second = await server.raw();
    second.offerKey('alice', 'ssh-ed25519', alice.publicKey.blob);
    await second.next(60);
    second.proveKey('alice', mallory);
    await second.next(51);
    second.proveKey('alice', mallory, { blob: alice.publicKey.blob });
    await second.next(51);
    expect(server.logins).toHaveLength(1);
  });

  it('A3: another user name on the same connection ends it', async () => {
    server = await ListenerUnderTest.start(keys);
    const client = await server.raw();
    client.password('alice', 'wrong');
    await client.next(51);
    client.proveKey('mallory', mallory);
    await client.end();
    expect(server.logins).toEqual([]);
  });

  it('A3: a request that replaces one in progress: only the new one counts', async () => {
    server = await ListenerUnderTest.start(keys);
    let release: (value: unknown) => void = () => undefined;
    server.proceed = new Promise((resolve) => (release = resolve));
    const client = await server.raw();
    client.requestAuthentication('alice', 'keyboard-interactive', wireString(''), wireString(''));
    await client.next(60);
    client.send(61, Buffer.from([0, 0, 0, 1]), wireString(password));
    await eventually('the password is being checked', () => server.questions.length === 1);
    client.requestAuthentication('alice', 'none');
    await client.next(51);
    release(undefined);
    client.password('alice', 'wrong');
    await client.next(51);
    expect(server.logins).toEqual([]);
    expect(client.has(52)).toBe(false);
  });

  it.each([51, 52, 53, 60, 80, 90, 94, 98, 100, 127])(
    'A6: message %i before the login ends the connection',
    async (number) => {
      server = await ListenerUnderTest.start(keys);
      const client = await server.raw();
      client.send(number, Buffer.alloc(20));
      await client.end();
      expect(server.logins).toEqual([]);
    },
  );

  it('A6: a request to log in before the service was requested ends the connection', async () => {
    server = await ListenerUnderTest.start(keys);
    const client = await RawSshClient.connect({ port: server.port });
    client.password('alice', password);
    const disconnect = await client.next(1);
    expect(disconnect.readUInt32BE(1)).toBe(2);
    expect(disconnect.toString()).toContain('message 50 came where it is not allowed');
    await client.end();
    expect(server.questions).toEqual([]);
  });

  it.each([
    ['ssh-rsa', 51, 'publickey,password,keyboard-interactive'],
    ['rsa-sha2-256', 60, 'rsa-sha2-256'],
    ['rsa-sha2-512', 60, 'rsa-sha2-512'],
  ])('A8: an RSA key that is offered with %s is answered by message %i, %s', async (algorithm, number, name) => {
    server = await ListenerUnderTest.start(keys);
    const client = await server.raw();
    client.offerKey('alice', algorithm, rsa.publicKey.blob);
    const answer = await client.next(51, 60);
    expect([answer[0], answer.subarray(1, 5 + name.length)]).toEqual([number, wireString(name)]);
  });

  it('A6: a channel opened in the same segment as the password that is still being checked ends the connection', async () => {
    server = await ListenerUnderTest.start(keys);
    server.proceed = new Promise(() => undefined);
    const client = await server.raw();
    await client.next(6);
    client.together(() => {
      client.password('alice', password);
      client.send(90, wireString('session'), Buffer.alloc(12, 1));
    });
    await client.end();
    expect(server.logins).toEqual([]);
  });

  it('A8: a signature over another session, SHA-1, and an algorithm that does not fit the key are refused', async () => {
    server = await ListenerUnderTest.start(keys);
    const client = await server.raw();
    client.proveKey('alice', alice, { sessionId: Buffer.alloc(32) });
    await client.next(51);
    client.offerKey('alice', 'ssh-rsa', rsa.publicKey.blob);
    await client.next(51);
    client.proveKey('alice', rsa, { algorithm: 'ssh-rsa' });
    await client.next(51);
    client.proveKey('alice', rsa, { algorithm: 'rsa-sha2-256' });
    await client.next(51);
    client.offerKey('alice', 'ssh-ed25519', rsa.publicKey.blob);
    await client.next(51);
    expect(server.logins).toEqual([]);
  });

  it("A13: a certificate is no key, even one of alice's key that she signs with: offered and signed, it is refused", async () => {
    server = await ListenerUnderTest.start(keys);
    const client = await server.raw();
    const day = { validFrom: new Date(0), validUntil: new Date(2 ** 42) };
    const fields = { hostKey: alice.publicKey, principal: 'alice', keyId: 'alice', ...day };
    const blob = signHostCertificate(alice, fields);
    for (const algorithm of [certificateAlgorithm, 'ssh-ed25519']) {
      client.offerKey('alice', algorithm, blob);
      await client.next(51);
      client.proveKey('alice', alice, { algorithm, blob });
      await client.next(51);
    }
    expect([server.questions, server.logins]).toEqual([[], []]);
  });

  it('A12: an answer with a wrong number of responses is refused, a huge number ends the connection', async () => {
    server = await ListenerUnderTest.start(keys);
    const client = await server.raw();
    const ask = async () => {
      client.requestAuthentication('alice', 'keyboard-interactive', wireString(''), wireString(''));
      await client.next(60);
    };
    await ask();
    client.send(61, Buffer.from([0, 0, 0, 0]));
    await client.next(51);
    await ask();
    client.send(61, Buffer.from([0, 0, 0, 2]), wireString(password), wireString(password));
    await client.next(51);
    await ask();
    client.send(61, Buffer.from([0xff, 0xff, 0xff, 0xff]), wireString(password));
    await client.end();
    expect(server.logins).toEqual([]);
  });

  it('A12: a number of responses that the message cannot hold ends the connection before ssh2 makes room', async () => {
    server = await ListenerUnderTest.start(keys);
    const client = await server.raw();
    client.requestAuthentication('alice', 'keyboard-interactive', wireString(''), wireString(''));
    await client.next(60);
    client.send(61, Buffer.from([0x01, 0xff, 0xff, 0xff]), wireString(password));
    expect((await client.next(1)).toString()).toContain('announces more responses than it has');
    await client.end();
  });

  it.each([
    ['before any request', () => undefined],
    ['after a request that was refused', (client) => client.password('alice', 'wrong')],
    ['after an offered key', (client) => client.offerKey('alice', 'ssh-ed25519', alice.publicKey.blob)],
  ] satisfies [string, (client: RawSshClient) => void][])(
    'A12: an answer that nothing was asked for, %s, ends the connection',
    async (_when, request) => {
      server = await ListenerUnderTest.start(keys);
      const client = await server.raw();
      await client.next(6);
      request(client);
      await eventually('it is answered', () => request.length === 0 || client.has(51) || client.has(60));
      client.send(61, Buffer.from([0, 0, 0, 1]), wireString(password));
      expect((await client.next(1)).toString()).toContain('message 61 came where it is not allowed');
      expect(server.logins).toEqual([]);
    },
  );

  it('refuses hostbased and a password that is to be changed', async () => {
    server = await ListenerUnderTest.start(keys);
    const client = await server.raw();
    client.requestAuthentication('alice', 'password', 1, wireString(password), wireString('new'));
    await client.next(51);
    const fields = ['ssh-ed25519', alice.publicKey.blob, 'host', 'alice', Buffer.alloc(100)];
    client.requestAuthentication('alice', 'hostbased', ...fields.map(wireString));
    await client.next(51);
    expect(server.questions).toEqual([]);
  });

  it('does not pass on a user name of a kilobyte', async () => {
    server = await ListenerUnderTest.start(keys);
    const client = await server.raw();
    client.password('a'.repeat(1000), password);
    await client.next(51);
    expect(server.questions).toEqual([]);
  });
});
