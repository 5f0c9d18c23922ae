import { WireReader, wireString } from '../../src/ssh/wire.ts';
import { eventually } from '../support/eventually.ts';
import { ListenerUnderTest, makeKeys, type TestKeys } from '../support/listener-under-test.ts';
import type { RawSshClient } from '../support/raw-ssh-client.ts';

const { password } = ListenerUnderTest;

describe('a login of several steps', () => {
  let keys: TestKeys;
  beforeAll(async () => (keys = await makeKeys()));

  let server: ListenerUnderTest;
  afterEach(() => server.stop());

  describe('wants a code after a right password or key', () => {
    const code = '123456';
    const wantingCode = async () => {
      server = await ListenerUnderTest.start(keys);
      server.code = code;
      return server.raw();
    };
    const converse = (client: RawSshClient) =>
      client.requestAuthentication('alice', 'keyboard-interactive', wireString(''), wireString(''));
    const answer = (client: RawSshClient, text: string) => client.send(61, Buffer.from([0, 0, 0, 1]), wireString(text));
    const outcome = (payload: Buffer) => {
      const reader = new WireReader(payload, 1);
      return [reader.text(), reader.boolean()];
    };
    /** The instruction and the only prompt of a round of keyboard-interactive. */
    const asked = (payload: Buffer) => {
      const reader = new WireReader(payload, 1);
      const [, instruction] = [reader.text(), reader.text(), reader.text()];
      return [instruction, reader.uint32(), reader.text(), reader.boolean()];
    };

    it.each([
      ['password', (client: RawSshClient) => client.password('alice', password)],
      ['publickey', (client: RawSshClient) => client.proveKey('alice', keys.alice.key)],
    ])('after %s: partial success, then the code alone', async (method, prove) => {
      const client = await wantingCode();
      prove(client);
      expect(outcome(await client.next(51))).toEqual(['keyboard-interactive', true]);
      converse(client);
      expect(asked(await client.next(60))).toEqual(['', 1, 'Mfa Code:', false]);
      answer(client, code);
      await client.next(52);
      expect(server.identities).toEqual([`identity of alice by ${method}`]);
    });

    it('in a further round of keyboard-interactive; the instruction stands above the first', async () => {
      const client = await wantingCode();
      server.steps = { instruction: 'how names are written' };
      converse(client);
      expect(asked(await client.next(60))).toEqual(['how names are written', 1, 'Password:', false]);
      answer(client, password);
      expect(asked(await client.next(60))).toEqual(['', 1, 'Mfa Code:', false]);
      expect(server.questions).not.toContain('code');
      answer(client, code);
      await client.next(52);
      expect(server.identities).toEqual(['identity of alice by keyboard-interactive']);
    });

    it('A4: no other method goes on, and a wrong code is refused until the tries are used up', async () => {
      const client = await wantingCode();
      client.password('alice', password);
      await client.next(51);
      client.password('alice', password);
      expect(outcome(await client.next(51))).toEqual(['keyboard-interactive', false]);
      client.proveKey('alice', keys.alice.key);
      expect(outcome(await client.next(51))).toEqual(['keyboard-interactive', false]);
      for (const wrong of ['', '1234567', 'x'.repeat(2000)]) {
        converse(client);
        await client.next(60);
        answer(client, wrong);
        expect(outcome(await client.next(51))).toEqual(['keyboard-interactive', false]);
      }
      converse(client);
      await client.next(60);
      answer(client, '654321');
      expect((await client.next(1)).toString()).toContain('too many authentication failures');
      expect(server.logins).toEqual([]);
    });

    it('A3: another user name after the first factor ends the connection', async () => {
      const client = await wantingCode();
      client.proveKey('alice', keys.alice.key);
      await client.next(51);
      client.requestAuthentication('mallory', 'keyboard-interactive', wireString(''), wireString(''));
      await client.end();
      expect(server.logins).toEqual([]);
    });

    it('A4: the code without a proof before it is no login', async () => {
      const client = await wantingCode();
      converse(client);
      await client.next(60);
      answer(client, code);
      expect(outcome(await client.next(51))).toEqual(['publickey,password,keyboard-interactive', false]);
      expect(server.questions).toEqual(['password alice']);
    });

    it('A5: a proof that was replaced while it was checked leaves no question behind', async () => {
      const client = await wantingCode();
      let release: (value: unknown) => void = () => undefined;
      server.proceed = new Promise((resolve) => (release = resolve));
      converse(client);
      await client.next(60);
      answer(client, password);
      await eventually('the password is being checked', () => server.questions.length === 1);
      client.requestAuthentication('alice', 'none');
      await client.next(51);
      release(undefined);
      converse(client);
      expect(asked(await client.next(60))[2]).toBe('Password:');
    });
  });

  it('resolves the user name once per connection, and shows a banner before the first answer', async () => {
    server = await ListenerUnderTest.start(keys);
    server.steps = { banner: 'hello' };
    const client = await server.raw();
    await client.next(6);
    for (const wrong of ['one', 'two']) {
      client.password('alice', wrong);
      await client.next(51);
    }
    client.password('alice', password);
    await client.next(52);
    expect(server.begun).toEqual(['alice']);
    const banners = client.received.filter(([number]) => number === 53);
    expect(banners.map((payload) => new WireReader(payload, 1).text())).toEqual(['hello\r\n']);
  });

  it('offers only the methods that a login may begin with', async () => {
    server = await ListenerUnderTest.start(keys);
    server.steps = { methods: ['password'] };
    const client = await server.raw();
    client.proveKey('alice', keys.alice.key);
    expect((await client.next(51)).toString()).toContain('password');
    client.requestAuthentication('alice', 'keyboard-interactive', wireString(''), wireString(''));
    await client.next(51);
    expect(server.questions).toEqual([]);
  });
});
