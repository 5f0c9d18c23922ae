import { mock } from 'node:test';
import { Outage } from '../../src/common/outage.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { defaultArrivalLimits } from '../../src/ssh/arrivals.ts';
import { createListener } from '../../src/ssh/listener.ts';
import { wireString } from '../../src/ssh/wire.ts';
import { OpensshClient } from '../../src/demo/openssh-client.ts';
import { eventually } from '../support/eventually.ts';
import { isListening } from '../support/is-listening.ts';
import { ListenerUnderTest, makeKeys, type TestKeys } from '../support/listener-under-test.ts';
import { RawSshClient } from '../support/raw-ssh-client.ts';
import { describeWithPrograms } from '../support/requirements.ts';

const { password } = ListenerUnderTest;
const nobody = { begin: () => Promise.reject(new Error('nobody logs in here')) };

describeWithPrograms(['ssh'], 'the listener', () => {
  let keys: TestKeys;
  beforeAll(async () => (keys = await makeKeys()));

  let server: ListenerUnderTest;
  afterEach(() => server.stop());

  describe('logs in', () => {
    it.each([
      ['password', 'password'],
      ['keyboard-interactive', 'keyboard-interactive'],
    ])('OpenSSH by %s', async (_name, method) => {
      server = await ListenerUnderTest.start(keys);
      const ssh = await OpensshClient.create();
      const login = { port: server.port, user: 'alice', password: new Redacted(password) };
      const child = await ssh.start({ ...login, options: [`PreferredAuthentications ${method}`] }, ['-N', 'target']);
      await eventually('alice is in', () => server.logins.length === 1);
      expect(server.identities).toEqual([`identity of alice by ${method}`]);
      expect(server.logins[0]!.source.address).toBe('127.0.0.1');
      child.kill();
      await ssh.close();
    });

    it('OpenSSH by public key, RSA with SHA-2', async () => {
      server = await ListenerUnderTest.start(keys);
      const ssh = await OpensshClient.create();
      for (const key of [keys.alice, keys.aliceRsa]) {
        const child = await ssh.start({ port: server.port, user: 'alice', privateKey: key.text }, ['-N', 'target']);
        const count = server.logins.length;
        await eventually('alice is in', () => server.logins.length > count);
        child.kill();
      }
      expect(server.identities).toEqual(['identity of alice by publickey', 'identity of alice by publickey']);
      await ssh.close();
    });

    it('not with a wrong password, a foreign key or no method at all', async () => {
      server = await ListenerUnderTest.start(keys);
      const ssh = await OpensshClient.create();
      const wrong = await ssh.ssh({ port: server.port, user: 'alice', password: new Redacted('wrong') }, 'true');
      const foreign = await ssh.ssh({ port: server.port, user: 'alice', privateKey: keys.mallory.text }, 'true');
      expect([wrong.status, foreign.status]).toEqual([255, 255]);
      expect(wrong.stderr).toContain('Permission denied (publickey,password,keyboard-interactive)');
      expect(server.logins).toEqual([]);
      await ssh.close();
    });

    it('when the authenticator throws: nobody, and the error is reported', async () => {
      const errors: unknown[] = [];
      server = await ListenerUnderTest.start(keys, { onError: (error) => errors.push(error) });
      server.proceed = Promise.reject(new Error('database away'));
      server.proceed.catch(() => undefined);
      const client = await server.raw();
      client.password('alice', password);
      await client.next(51);
      expect(String(errors)).toContain('database away');
      expect(server.logins).toEqual([]);
    });
  });

  it('tells the client of an outage, so that nobody takes it for a wrong password', async () => {
    server = await ListenerUnderTest.start(keys);
    server.proceed = Promise.reject(new Outage());
    server.proceed.catch(() => undefined);
    const ssh = await OpensshClient.create();
    const run = await ssh.ssh({ port: server.port, user: 'alice', password: new Redacted(password) }, 'true');
    expect(run.status).toBe(255);
    expect(run.stderr).toContain('the service is not available at the moment, please try again soon');
    expect(run.stderr).not.toContain('Permission denied');
    await ssh.close();
  });

  it('reports a connection that ends without a login once, and never one with a login', async () => {
    const abandoned: string[] = [];
    server = await ListenerUnderTest.start(keys, { onAbandoned: ({ address }) => abandoned.push(address) });
    server.onLogin = ({ leg }) => leg.onPacket(() => undefined);
    const ssh = await OpensshClient.create();
    const child = await ssh.start({ port: server.port, user: 'alice', password: new Redacted(password) }, [
      '-N',
      'target',
    ]);
    await eventually('alice is in', () => server.logins.length === 1);
    child.kill();
    await eventually('alice is gone', () => server.listener.connections === 0);
    await ssh.ssh({ port: server.port, user: 'alice', password: new Redacted('wrong') }, 'true');
    await eventually('the failure is told', () => abandoned.length > 0);
    expect(abandoned).toEqual(['127.0.0.1']);
    await ssh.close();
  });

  describe('attacks before the login', () => {
    afterEach(() => mock.timers.reset());

    /** Returns a function that lets the time for a login pass, which does not pass by itself. */
    async function startWithoutTime(): Promise<() => void> {
      mock.timers.enable({ apis: ['setTimeout'] });
      server = await ListenerUnderTest.start(keys);
      return () => mock.timers.tick(defaultArrivalLimits.loginGraceMs);
    }

    it('P1: a client that sends nothing, half a version or an endless version is disconnected in time', async () => {
      const pass = await startWithoutTime();
      const silent = server.socket();
      const half = server.socket();
      const endless = server.socket();
      half.write('SSH-2.0-ha');
      const timer = setInterval(() => endless.write('x'), 20);
      const authenticating = await server.raw();
      await eventually('all are there', () => server.listener.connections === 4);
      pass();
      await authenticating.end();
      await eventually('all are gone', () => [silent, half, endless].every(({ closed }) => closed));
      clearInterval(timer);
      await eventually('no connection is left', () => server.listener.connections === 0);
      expect(server.logins).toEqual([]);
    });

    it('P1: a client that has logged in is not disconnected', async () => {
      const pass = await startWithoutTime();
      const client = await server.raw();
      await client.logIn('alice', password);
      const other = await server.raw();
      pass();
      await other.end();
      expect(client.ended).toBe(false);
    });

    it('P1: a client that hangs up while a password is checked frees its place after the check', async () => {
      server = await ListenerUnderTest.start(keys, { limits: { maxUnauthenticatedPerAddress: 1 } });
      let judge = (): void => undefined;
      server.proceed = new Promise<void>((resolve) => (judge = resolve));
      const client = await server.raw();
      client.password('alice', 'wrong');
      await eventually('the password is there', () => server.questions.length === 1);
      client.close();
      await eventually('the client is gone', () => server.listener.connections === 0);
      const second = server.socket();
      await eventually('there is no place', () => second.closed);
      judge();
      await new Promise(setImmediate);
      const third = await server.raw();
      expect(await third.next(6)).toBeDefined();
    });

    it('P1: a client that hangs up before the answer to a prompt frees its place immediately', async () => {
      server = await ListenerUnderTest.start(keys, { limits: { maxUnauthenticatedPerAddress: 1 } });
      const client = await server.raw();
      client.requestAuthentication('alice', 'keyboard-interactive', wireString(''), wireString(''));
      await client.next(60);
      client.close();
      await eventually('the client is gone', () => server.listener.connections === 0);
      const second = await server.raw();
      expect(await second.next(6)).toBeDefined();
    });

    it('P1: a password whose client has hung up is not checked', async () => {
      let wanted: (() => boolean) | undefined;
      server = await ListenerUnderTest.start(keys);
      server.steps = {
        password: (_password, isWanted) => {
          wanted = isWanted;
          return new Promise(() => undefined);
        },
      };
      const client = await server.raw();
      client.password('alice', 'wrong');
      await eventually('the password is there', () => wanted !== undefined);
      expect(wanted!()).toBe(true);
      client.close();
      await eventually('the client is gone', () => server.listener.connections === 0);
      expect(wanted!()).toBe(false);
    });

    it('P2: the sixth failure ends the connection, whatever the methods', async () => {
      server = await ListenerUnderTest.start(keys);
      const client = await server.raw();
      client.requestAuthentication('alice', 'none');
      await client.next(51);
      for (let turn = 0; turn < 3; turn++) {
        client.password('alice', 'wrong');
        await client.next(51);
      }
      client.offerKey('alice', 'ssh-ed25519', keys.mallory.key.publicKey.blob);
      await client.next(51);
      client.requestAuthentication('alice', 'none');
      await client.next(51);
      client.password('alice', 'wrong');
      expect((await client.next(1)).toString()).toContain('too many authentication failures');
      await client.end();
      expect(server.logins).toEqual([]);
    });

    it('P2: endless offers of a good key end as well', async () => {
      server = await ListenerUnderTest.start(keys);
      const client = await server.raw();
      const offer = async () => {
        while (!client.ended) {
          client.offerKey('alice', 'ssh-ed25519', keys.alice.key.publicKey.blob);
          await client.next(60, 1);
        }
      };
      await expect(Promise.race([offer(), client.end()])).resolves.toBeUndefined();
      expect(server.questions.length).toBeLessThan(70);
    });

    it('P5: compression is not offered', async () => {
      server = await ListenerUnderTest.start(keys);
      for (const compress of [['zlib@openssh.com'], ['zlib']]) {
        const attempt = RawSshClient.connect({ port: server.port, compress });
        await expect(attempt).rejects.toThrow('no matching C->S compression');
      }
    });

    it('P7: neither group exchange nor a host key that signs SHA-1 is offered', async () => {
      server = await ListenerUnderTest.start(keys);
      const groupExchange = RawSshClient.connect({ port: server.port, kex: ['diffie-hellman-group-exchange-sha256'] });
      await expect(groupExchange).rejects.toThrow('no matching key exchange algorithm');
      const sha1 = RawSshClient.connect({ port: server.port, serverHostKey: ['ssh-rsa'] });
      await expect(sha1).rejects.toThrow('no matching host key format');
      await expect(server.raw({ serverHostKey: ['rsa-sha2-256'] })).resolves.toBeDefined();
    });

    it('garbage instead of packets ends only that connection', async () => {
      server = await ListenerUnderTest.start(keys);
      const client = await server.raw();
      await client.logIn('alice', password);
      for (const garbage of [Buffer.alloc(5000), Buffer.alloc(5000, 0xff), Buffer.from('GET / HTTP/1.1\r\n\r\n')]) {
        const attacker = server.socket();
        attacker.write('SSH-2.0-x\r\n');
        attacker.write(garbage);
        await eventually('the attacker is gone', () => attacker.closed);
      }
      expect(client.ended).toBe(false);
    });
  });

  describe('offers', () => {
    it('finding 6: OpenSSH learns ecdsa-sha2-nistp521 and rsa-sha2-512, and neither ssh-rsa nor ssh-dss', async () => {
      server = await ListenerUnderTest.start(keys);
      const ssh = await OpensshClient.create();
      const { stderr } = await ssh.ssh({ port: server.port, user: 'alice', password: new Redacted('wrong') }, 'true', {
        flags: ['-v'],
      });
      const algorithms = /server-sig-algs=<([^>]*)>/.exec(stderr)![1]!.split(',');
      expect(algorithms).toEqual([
        'ssh-ed25519',
        'ecdsa-sha2-nistp256',
        'ecdsa-sha2-nistp384',
        'ecdsa-sha2-nistp521',
        'rsa-sha2-512',
        'rsa-sha2-256',
      ]);
      await ssh.close();
    });

    it('finding 5: AES-GCM to a client that names chacha20 first', async () => {
      server = await ListenerUnderTest.start(keys);
      const ssh = await OpensshClient.create();
      const options = [
        'Ciphers chacha20-poly1305@openssh.com,aes256-ctr,aes256-gcm@openssh.com,aes128-gcm@openssh.com',
      ];
      const login = { port: server.port, user: 'alice', password: new Redacted('wrong') };
      const mixed = await ssh.ssh({ ...login, options }, 'true', { flags: ['-v'] });
      expect(mixed.stderr).toContain('cipher: aes256-ctr');
      const usual = await ssh.ssh(login, 'true', { flags: ['-v'] });
      expect(usual.stderr).not.toContain('cipher: chacha20');
      const only = await ssh.ssh({ ...login, options: ['Ciphers chacha20-poly1305@openssh.com'] }, 'true');
      expect(only.stderr).toContain('no matching cipher');
      await ssh.close();
    });
  });

  describe('closing', () => {
    it('stops accepting, disconnects clients without a login and waits for the others', async () => {
      server = await ListenerUnderTest.start(keys);
      const inside = await server.raw();
      await inside.logIn('alice', password);
      const outside = await server.raw();
      await outside.next(6);
      let closed = false;
      const closing = server.listener.close().then(() => (closed = true));
      await outside.end();
      expect([inside.ended, closed]).toEqual([false, false]);
      const late = server.socket();
      await eventually('nobody gets in', () => late.closed);
      server.logins[0]!.leg.end();
      await closing;
      expect(inside.ended).toBe(true);
    });

    it('leaves no port open, even if it had only begun to open it', async () => {
      server = await ListenerUnderTest.start(keys);
      const another = createListener<string>({ hostKeys: keys.host, authenticator: nobody, onLogin: () => undefined });
      const opening = another.listen('127.0.0.1', 0);
      const closing = another.close();
      const { port } = await opening;
      await closing;
      expect(await isListening(port)).toBe(false);
    });
  });
});
