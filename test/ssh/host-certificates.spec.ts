import type { LoginSteps } from '../../src/ssh/authenticator.ts';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Admission } from '../../src/common/admission.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { type Login, type Outcome, OpensshClient } from '../../src/demo/openssh-client.ts';
import { Arrivals, defaultArrivalLimits } from '../../src/ssh/arrivals.ts';
import { certificateAlgorithm, signHostCertificate } from '../../src/ssh/host-certificate.ts';
import { makeKeys, makeKey, type TestKey, type TestKeys } from '../support/listener-under-test.ts';
import { RawSshClient } from '../support/raw-ssh-client.ts';
import { describeWithPrograms } from '../support/requirements.ts';
import { parsePrivateKey, type PublicKey } from '../../src/ssh/keys.ts';

const dayMs = 24 * 60 * 60 * 1000;
const run = promisify(execFile);

const nobody: LoginSteps<never> = {
  methods: ['password'],
  password: async () => undefined,
  acceptsKey: async () => false,
  publicKey: async () => undefined,
};

describeWithPrograms(['ssh', 'ssh-keygen'], 'a host certificate', () => {
  let keys: TestKeys;
  let hostKey: PublicKey;
  let authority: TestKey;
  let client: OpensshClient;
  let server: Server;
  let certificate: Buffer;

  beforeAll(async () => {
    [keys, authority, client] = await Promise.all([makeKeys(), makeKey('ed25519'), OpensshClient.create()]);
    hostKey = (await parsePrivateKey(keys.host[0]!)).publicKey;
    server = await serve(keys);
  });
  afterAll(async () => {
    server.close();
    await client.close();
  });
  beforeEach(() => (certificate = certificateFor('web-01')));

  function certificateFor(principal: string, from = Date.now() - 1000): Buffer {
    const [validFrom, validUntil] = [new Date(from), new Date(from + dayMs)];
    return signHostCertificate(authority.key, { hostKey, principal, keyId: 'web-01', validFrom, validUntil });
  }

  /** A server that shows `certificate`, and lets nobody in. */
  function serve({ host: hostKeys }: TestKeys): Promise<Server> {
    const arrivals = new Arrivals({ hostKeys, limits: defaultArrivalLimits });
    const admission = new Admission({ places: 9, placesPerAddress: 9 });
    const reception = {
      authenticator: { begin: async () => nobody },
      onLogin: () => undefined,
    };
    const net = createServer((stream) => {
      const source = { address: '127.0.0.1', port: 1 };
      const place = admission.enter(source.address, () => undefined)!;
      arrivals.admit({ stream, source, place, certificate }, reception);
    });
    return new Promise((resolve) => net.listen(0, '127.0.0.1', () => resolve(net)));
  }

  const port = () => (server.address() as AddressInfo).port;
  const authorityLine = (patterns: string) => `@cert-authority ${patterns} ${authority.key.publicKey.authorizedKey}`;

  /** Dials `name` with this known_hosts; what it is let in with is wrong. */
  async function dial(name: string, knownHosts: string, more: readonly string[] = []): Promise<Outcome> {
    const file = join(client.folder, 'given_known_hosts');
    await writeFile(file, `${knownHosts}\n`);
    const options = [...more, `HostKeyAlias ${name}`, `UserKnownHostsFile ${file}`, 'StrictHostKeyChecking yes'];
    const login: Login = { port: port(), user: 'root', password: new Redacted('wrong'), options };
    return client.ssh(login, 'true', { flags: ['-v'] });
  }

  const verified = 'Permission denied';

  it('is taken by OpenSSH with the line of its authority, and asks nothing', async () => {
    const { stderr } = await dial('web-01', authorityLine('web-01'));
    expect(stderr).toContain("Host 'web-01' is known and matches the ED25519-CERT host certificate");
    expect(stderr).toContain(verified);
  });

  it('A13: is refused under another name than its principal', async () => {
    const { stderr } = await dial('db-01', authorityLine('db-01,web-01'));
    expect(stderr).toContain('Certificate invalid: name is not a listed principal');
    expect(stderr).not.toContain(verified);
  });

  it('is refused when its day is over', async () => {
    certificate = certificateFor('web-01', Date.now() - 2 * dayMs);
    const { stderr } = await dial('web-01', authorityLine('web-01'));
    expect(stderr).toContain('Certificate invalid: expired');
  });

  it('of another authority is refused', async () => {
    const { key: other } = await makeKey('ed25519');
    const { stderr } = await dial('web-01', `@cert-authority web-01 ${other.publicKey.authorizedKey}`);
    expect(stderr).toContain('No ED25519 host key is known for web-01');
  });

  it('does not disturb a client that knows the plain key', async () => {
    const { stderr } = await dial('web-01', `web-01 ${hostKey.authorizedKey}`);
    expect(stderr).toContain("Host 'web-01' is known and matches the ED25519 host key");
    expect(stderr).toContain(verified);
  });

  it.each(['rsa-sha2-512', 'ecdsa-sha2-nistp256', 'ssh-ed25519', certificateAlgorithm])(
    'keys are exchanged with a client that wants %s alone',
    async (algorithm) => {
      const knownHosts = `${authorityLine('web-01')}\nweb-01 ${await hostKeyLine(algorithm)}`;
      const { stderr } = await dial('web-01', knownHosts, [`HostKeyAlgorithms ${algorithm}`]);
      expect(stderr).toContain(`kex: host key algorithm: ${algorithm}`);
      expect(stderr).toContain(verified);
    },
  );

  async function hostKeyLine(algorithm: string): Promise<string> {
    const all = await Promise.all(keys.host.map((key) => parsePrivateKey(key)));
    const type = algorithm.replace(/^rsa-.*/, 'ssh-rsa').replace('-cert-v01@openssh.com', '');
    return all.find(({ publicKey }) => publicKey.type === type)!.publicKey.authorizedKey;
  }

  it('is shown to nobody who does not ask for one', async () => {
    const raw = await RawSshClient.connect({ port: port() });
    expect(raw.handshakes).toBe(1);
    raw.close();
  });

  it('says what ssh-keygen prints: its host, its day, no options', async () => {
    certificate = certificateFor('10.0.0.1', Date.UTC(2026, 10, 28));
    const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
    const file = join(folder, 'host-cert.pub');
    await writeFile(file, `${certificateAlgorithm} ${certificate.toString('base64')}\n`);
    const { stdout } = await run('ssh-keygen', ['-L', '-f', file], { env: { ...process.env, TZ: 'UTC' } });
    await rm(folder, { recursive: true });
    const lines = stdout.split('\n').map((line) => line.trim());
    expect(lines.slice(1, 13)).toEqual([
      'Type: ssh-ed25519-cert-v01@openssh.com host certificate',
      `Public key: ED25519-CERT ${hostKey.fingerprintSha256}`,
      `Signing CA: ED25519 ${authority.key.publicKey.fingerprintSha256} (using ssh-ed25519)`,
      'Key ID: "web-01"',
      'Serial: 0',
      'Valid: from 2026-11-28T00:00:00 to 2026-11-29T00:00:00',
      'Principals:',
      '10.0.0.1',
      'Critical Options: (none)',
      'Extensions: (none)',
      '',
    ]);
  });

  it.each(['', '*', 'web-*', 'web-0?', 'web-01,db-01', '!web-01', 'web 01', 'web\n01'])(
    'A13: is not made for %j, which could mean another host',
    (principal) => {
      expect(() => certificateFor(principal)).toThrow('names exactly one host');
    },
  );
});
