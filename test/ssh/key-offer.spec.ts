import { createServer, type AddressInfo, type Server } from 'node:net';
import ssh2 from 'ssh2';
import { type SshdInstance, startSshdInstance } from '../../src/demo/sshd-instance.ts';
import { KeyOffer } from '../../src/ssh/key-offer.ts';
import { generateSshKeyPair, parsePublicKey, type SshKeyPair } from '../../src/ssh/keys.ts';
import { proveLogin } from '../../src/ssh/remote-command.ts';
import type { TargetOptions } from '../../src/ssh/target-login.ts';
import { logged } from '../support/logged.ts';
import { refusal } from '../support/refusal.ts';
import { describeWithSshd } from '../support/requirements.ts';

const newPairs = () => Promise.all([generateSshKeyPair('ed25519'), generateSshKeyPair('rsa-3072')]);

function offerOf({ publicKey }: SshKeyPair): KeyOffer {
  return new KeyOffer(parsePublicKey(publicKey));
}

function targetOf(port: number, { privateKey }: SshKeyPair, offer: KeyOffer): TargetOptions {
  return {
    host: '127.0.0.1',
    port,
    credential: { userName: 'deploy', privateKey },
    verifyHostKey: async () => true,
    timeoutMs: 20_000,
    offer,
  };
}

describeWithSshd('a key that is offered to OpenSSH before the login', () => {
  let current: SshKeyPair;
  let former: SshKeyPair;
  beforeAll(async () => {
    [current, former] = await newPairs();
  });

  async function onServer(
    { keys, sshdOptions }: { keys: string[]; sshdOptions?: string[] },
    work: (server: SshdInstance) => Promise<void>,
  ): Promise<void> {
    const server = await startSshdInstance({ users: [{ name: 'deploy', authorizedKeys: keys }], sshdOptions });
    await work(server).finally(() => server.stop());
  }

  it.each([
    ['is not accepted when it is gone', '', false],
    ['is accepted when it is there', 'no-pty ', true],
    ['is not accepted when its options exclude us', 'from="203.0.113.1" ', false],
  ])('%s; the other one logs on, and no failed login is counted', async (_, options, isTaken) => {
    const line = options === '' ? [] : [`${options}${former.publicKey}`];
    await onServer({ keys: [...line, current.publicKey] }, async (server) => {
      const offer = offerOf(former);
      await proveLogin(targetOf(server.port, current, offer));
      expect(offer.isTaken).toBe(isTaken);
      expect(await logged(server, /Accepted publickey for deploy/g, 1)).toBe(1);
      expect(await server.log()).not.toMatch(/authenticating user|Connection (reset|closed) by/);
    });
  });

  it('logs nobody on by itself', async () => {
    await onServer({ keys: [former.publicKey] }, async (server) => {
      const offer = offerOf(former);
      expect((await refusal(proveLogin(targetOf(server.port, current, offer)))).reason).toBe('authentication');
      expect(offer.isTaken).toBe(true);
      expect(await server.log()).not.toContain('Accepted publickey');
    });
  });

  it('has an unknown outcome where the server ends the connection because of it', async () => {
    await onServer({ keys: [current.publicKey], sshdOptions: ['MaxAuthTries 1'] }, async (server) => {
      const offer = offerOf(former);
      expect((await refusal(proveLogin(targetOf(server.port, current, offer)))).reason).toBe('authentication');
      expect(offer.isTaken).toBeUndefined();
    });
  });
});

describe('a key that is offered to a server that lies', () => {
  let server: Server;
  afterEach(() => new Promise((resolve) => void server.close(resolve)));

  it('proves no login, even if the server claims one', async () => {
    const [current, former] = await newPairs();
    const hostKey = (await generateSshKeyPair('ed25519')).privateKey.reveal();
    const lies = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
      client.on('error', () => undefined);
      client.on('authentication', () =>
        (client as unknown as { _protocol: { authSuccess(): void } })._protocol.authSuccess(),
      );
    });
    server = createServer((socket) => lies.injectSocket(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect((await refusal(proveLogin(targetOf(port, current, offerOf(former))))).reason).toBe('protocol');
  });
});
