import { wireString } from '../../src/ssh/wire.ts';
import { ListenerUnderTest, makeKeys, type TestKeys } from '../support/listener-under-test.ts';
import type { RawSshClient } from '../support/raw-ssh-client.ts';

const { password } = ListenerUnderTest;
const most = 32;

// paramiko requests the service before every method.
describe('the service of authentication', () => {
  let keys: TestKeys;
  let server: ListenerUnderTest;
  let client: RawSshClient;
  beforeAll(async () => (keys = await makeKeys()));
  beforeEach(async () => {
    server = await ListenerUnderTest.start(keys);
    server.code = '123456';
    client = await server.raw();
    await client.next(6);
  });
  afterEach(() => server.stop());

  async function request(times: number): Promise<void> {
    for (let time = 0; time < times; time++) {
      client.requestService();
      expect(await client.next(6)).toEqual(Buffer.concat([Buffer.from([6]), wireString('ssh-userauth')]));
    }
  }

  async function beginWithKey(): Promise<void> {
    client.proveKey('alice', keys.alice.key);
    await client.next(51);
  }

  async function sendCode(): Promise<void> {
    client.requestAuthentication('alice', 'keyboard-interactive', wireString(''), wireString(''));
    await client.next(60);
    client.send(61, Buffer.from([0, 0, 0, 1]), wireString(server.code!));
  }

  async function expectEnd(): Promise<void> {
    client.requestService();
    await client.end();
    expect(server.logins).toEqual([]);
  }

  it(`is granted ${most} times before a login, and not once more`, async () => {
    await request(most - 1);
    await expectEnd();
  });

  it(`is granted ${most} times before and between factors, which go on, and not once more`, async () => {
    await request(10);
    await beginWithKey();
    await request(most - 11);
    await expectEnd();
  });

  it('is granted between the factors of a login that then succeeds', async () => {
    await request(1);
    await beginWithKey();
    await request(most - 2);
    await sendCode();
    await client.next(52);
    expect(server.identities).toEqual(['identity of alice by publickey']);
  });

  it('is no longer granted after the login', async () => {
    server.code = undefined;
    await client.logIn('alice', password);
    client.requestService();
    expect((await client.next(6, 1))[0]).toBe(1);
  });
});
