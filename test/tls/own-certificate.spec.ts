import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { once } from 'node:events';
import { Environment } from '../../src/config/environment.ts';
import { sealedColumns } from '../../src/sealed-columns.ts';
import { CertificateAuthority } from '../../src/tls/certificate-authority.ts';
import { makeAuthority } from '../../src/tls/x509.ts';
import { ask } from '../support/ask.ts';
import { eventually } from '../support/eventually.ts';
import { describeWithPrograms } from '../support/requirements.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';

const dayMs = 86_400_000;

const pathOf = (app: TestApplication) => join(app.get(Environment).dataDir, 'tls', 'ca.pem');
const authorityOf = (app: TestApplication) => readFile(pathOf(app), 'utf8');
const tlsUrl = (app: TestApplication) => app.url.replace('http:', 'https:');

async function shownBy(app: TestApplication, host = '127.0.0.1'): Promise<X509Certificate> {
  const { port } = new URL(app.url);
  const socket = connect({ host, port: Number(port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { raw } = socket.getPeerX509Certificate()!;
  socket.destroy();
  return new X509Certificate(raw);
}

describe("the installation's own authority", () => {
  let app: TestApplication;
  let second: TestApplication;
  let authority: string;
  beforeAll(async () => {
    app = await startTestApplication({ settings: { SALLYPORT_TLS_NAMES: 'kms.example.com, 192.0.2.7 *.example.org' } });
    second = await startTestApplication({ database: app.database });
    authority = await authorityOf(app);
  });
  afterAll(async () => {
    await second.stop();
    await app.stop();
  });

  it.each(['127.0.0.1', 'localhost'])('certifies the service at %s to clients that trust ca.pem', async (host) => {
    const url = tlsUrl(app).replace('127.0.0.1', host);
    expect(await ask(`${url}/healthz`, { ca: authority, family: 4 })).toMatchObject({ status: 200, text: 'ok\n' });
    await expect(ask(`${url}/healthz`, { family: 4 })).rejects.toThrow(/verify|self-signed/);
  });

  it('certifies this machine and the names of SALLYPORT_TLS_NAMES, and no others', async () => {
    const certificate = await shownBy(app);
    for (const name of ['localhost', 'kms.example.com', 'a.example.org'])
      expect([name, certificate.checkHost(name)]).toEqual([name, expect.any(String)]);
    for (const address of ['127.0.0.1', '::1', '192.0.2.7'])
      expect([address, certificate.checkIP(address)]).toEqual([address, expect.any(String)]);
    expect([certificate.checkHost('example.com'), certificate.checkIP('192.0.2.8')]).toEqual([undefined, undefined]);
  });

  it('certifies for 90 days', async () => {
    const { validTo } = await shownBy(app);
    const days = (Date.parse(validTo) - app.clock.now().getTime()) / dayMs;
    expect(days).toBeGreaterThan(89);
    expect(days).toBeLessThanOrEqual(90);
  });

  it('is the same for all processes over the database, each with its own certificate', async () => {
    expect(await authorityOf(second)).toBe(authority);
    expect((await shownBy(second)).fingerprint256).not.toBe((await shownBy(app)).fingerprint256);
    expect((await ask(`${tlsUrl(second)}/healthz`, { ca: authority })).status).toBe(200);
  });

  it('is created once when processes start at the same time over a new database', async () => {
    const database = app.database;
    await database.dataSource.query('delete from tls_authorities');
    const both = await Promise.all([startTestApplication({ database }), startTestApplication({ database })]);
    const [one, other] = await Promise.all(both.map(authorityOf));
    expect(one).toBe(other);
    expect(one).not.toBe(authority);
    await Promise.all(both.map((each) => each.stop()));
  });

  it('renews its certificate a month before it expires, without a restart', async () => {
    const { fingerprint256 } = await shownBy(second);
    second.clock.advance(59 * dayMs);
    const isAnother = async () => (await shownBy(second)).fingerprint256 !== fingerprint256;
    expect(await isAnother()).toBe(false);
    second.clock.advance(2 * dayMs);
    await eventually('another certificate is shown', isAnother);
    expect(Date.parse((await shownBy(second)).validTo)).toBeGreaterThan(Date.now() + 149 * dayMs);
  });

  it('publishes its certificate and keeps its key secret', async () => {
    expect((await stat(pathOf(app))).mode & 0o777).toBe(0o644);
    expect(authority).toMatch(/^-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n$/);
    const [{ row }] = await app.database.dataSource.query('select a::text as row from tls_authorities a');
    expect(row).not.toContain('PRIVATE KEY');
    expect(sealedColumns.map(({ table }) => table)).toContain('tls_authorities');
  });

  it('is not loaded from the database when its certificate does not match its sealed key', async () => {
    const { dataSource } = app.database;
    const [{ certificate }] = await dataSource.query('select certificate from tls_authorities');
    const { chain } = await makeAuthority('Somebody', { from: new Date(), days: 1 });
    const put = (one: string) => dataSource.query('update tls_authorities set certificate = $1', [one]);
    await put(chain);
    await expect(app.get(CertificateAuthority).load()).rejects.toThrow('does not match its sealed key');
    await put(certificate);
    await expect(app.get(CertificateAuthority).load()).resolves.toMatchObject({ chain: certificate });
  });

  it('does not stop the service when its copy cannot be written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sallyport-'));
    await writeFile(join(folder, 'data'), 'a file where a folder should be');
    const settings = { SALLYPORT_DATA_DIR: join(folder, 'data') };
    const unwritten = await startTestApplication({ database: app.database, settings });
    expect((await shownBy(unwritten)).checkHost('localhost')).toBe('localhost');
    await unwritten.stop();
    await rm(folder, { recursive: true });
  });

  describeWithPrograms(['openssl'], 'according to OpenSSL', () => {
    const openssl = (parameters: string[], input: string) =>
      execFileSync('openssl', parameters, { input, encoding: 'utf8' });

    it('may certify servers and nothing else, and no further authorities', () => {
      const text = openssl(['x509', '-noout', '-text'], authority);
      expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0\n/);
      expect(text).toMatch(/Extended Key Usage: *\n\s+TLS Web Server Authentication\n/);
      expect(text).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign\n/);
    });

    it('issues well-formed server certificates', async () => {
      const certificate = await shownBy(app);
      const text = openssl(['x509', '-noout', '-text'], certificate.toString());
      expect(text).toMatch(/Basic Constraints: critical\s+CA:FALSE\n/);
      expect(text).toMatch(/Extended Key Usage: *\n\s+TLS Web Server Authentication\n/);
      const trusted = ['-CAfile', pathOf(app)];
      const verify = ['verify', '-x509_strict', '-purpose', 'sslserver', '-verify_hostname', 'kms.example.com'];
      expect(openssl([...verify, ...trusted], certificate.toString())).toContain('OK');
    });
  });
});
