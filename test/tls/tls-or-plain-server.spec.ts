import { once } from 'node:events';
import { Agent } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { mock } from 'node:test';
import { connect as connectTls } from 'node:tls';
import type { Certificate } from '../../src/tls/certificate.ts';
import { TlsOrPlainServer, type StrangerLimits } from '../../src/tls/tls-or-plain-server.api.ts';
import { certify, makeAuthority } from '../../src/tls/x509.ts';
import { ask } from '../support/ask.ts';
import { eventually } from '../support/eventually.ts';

const now = { from: new Date(), days: 1 };
const greetingMs = 10_000;
const clientHello = Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00]);

describe('the HTTP port', () => {
  let authority: Certificate;
  let certificate: Certificate;
  let server: TlsOrPlainServer | undefined;
  let port: number;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    authority = await makeAuthority('Test', now);
    certificate = await certify(authority, ['localhost', '127.0.0.1', '::1'], now);
  });
  afterEach(async () => {
    mock.timers.reset();
    for (const socket of sockets.splice(0)) socket.destroy();
    const closing = server && closed(server);
    server?.closeAllConnections();
    await closing;
    server = undefined;
  });

  const closed = (closing: TlsOrPlainServer) => new Promise<void>((resolve) => void closing.close(() => resolve()));

  async function listen(limits: Partial<StrangerLimits> = {}, requestTimeout = 30_000): Promise<TlsOrPlainServer> {
    const answer = async (
      request: NodeJS.ReadableStream & { socket: Socket },
      response: { end(text: string): void },
    ) => {
      const { length } = await text(request);
      response.end(`${'encrypted' in request.socket ? 'TLS' : 'plain'} ${length}`);
    };
    server = new TlsOrPlainServer({ requestTimeout }, (request, response) => void answer(request, response), limits);
    server.useCertificate(certificate);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    port = (server.address() as AddressInfo).port;
    return server;
  }
  const tls = () => ({ ca: authority.chain });
  const post = (scheme: string, size: number, options = {}) =>
    ask(`${scheme}://localhost:${port}/`, { family: 4, method: 'POST', ...tls(), ...options }, 'x'.repeat(size));

  /** Opens a connection that sends this, and watches what becomes of it. */
  async function opened(...said: Buffer[]): Promise<{ socket: Socket; isGone: () => boolean }> {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    let gone = false;
    socket.on('close', () => (gone = true)).resume();
    await once(socket, 'connect');
    for (const part of said) socket.write(part);
    return { socket, isGone: () => gone };
  }

  it.each([
    ['http', 'plain'],
    ['https', 'TLS'],
  ])('answers %s, with bodies of any size', async (scheme, way) => {
    await listen();
    for (const size of [0, 1, 300_000])
      expect(await post(scheme, size)).toMatchObject({ status: 200, text: `${way} ${size}` });
  });

  it('answers request after request on one TLS connection', async () => {
    await listen();
    const agent = new Agent({ ...tls(), keepAlive: true, maxSockets: 1 });
    const answers = await Promise.all([1, 2, 3].map((size) => post('https', size, { agent })));
    expect(answers.map((answer) => answer.text)).toEqual(['TLS 1', 'TLS 2', 'TLS 3']);
    agent.destroy();
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('speaks %s', async (version) => {
    await listen();
    expect((await post('https', 1, { minVersion: version, maxVersion: version })).text).toBe('TLS 1');
  });

  it.each([
    ['TLS 1.1', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }],
    ['ciphers without forward secrecy', { maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256' }],
    ['ciphers without authenticated encryption', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' }],
  ])('does not speak %s', async (_title, options) => {
    await listen();
    await expect(post('https', 1, options)).rejects.toThrow(/alert|EPROTO|ECONNRESET|hang up/);
  });

  it('reads a request whose first byte arrives alone', async () => {
    await listen();
    const { socket } = await opened(Buffer.from('G'));
    const answer = once(socket, 'data');
    socket.write('ET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(String((await answer)[0])).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  it('disconnects clients that send nothing or do not finish their handshake', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    await listen({ greetingMs });
    const silent = await opened();
    const half = await opened(clientHello);
    await eventually('both are gone', () => {
      mock.timers.tick(greetingMs);
      return silent.isGone() && half.isGone();
    });
  });

  it('ends a connection whose client keeps renegotiating', async () => {
    await listen();
    const socket = connectTls({ port, host: '127.0.0.1', ...tls(), maxVersion: 'TLSv1.2' }).on(
      'error',
      () => undefined,
    );
    sockets.push(socket);
    await once(socket, 'secureConnect');
    socket.resume().renegotiate({}, () => undefined);
    await eventually('it is gone', () => socket.destroyed);
  });

  it("leaves connections that have greeted to the server's own timeouts", async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    await listen({ greetingMs });
    const plain = await opened(Buffer.from('GET / HTTP/1.1\r\n'));
    const inTls = connectTls({ port, host: '127.0.0.1', ...tls() });
    sockets.push(inTls);
    await once(inTls, 'secureConnect');
    const silent = await opened();
    // Until the server has heard of all that came before.
    await post('https', 1);
    await eventually('a silent one that came later is gone', () => {
      mock.timers.tick(greetingMs);
      return silent.isGone();
    });
    expect([plain.isGone(), inTls.destroyed]).toEqual([false, false]);
  });

  it('answers a newcomer among too many unfinished handshakes, and the oldest of them makes room', async () => {
    await listen({ places: 20, placesPerAddress: 10 });
    const first = await opened(clientHello);
    const flood = [];
    for (let n = 0; n < 30; n += 1) flood.push(await opened(clientHello));
    expect((await post('https', 1)).text).toBe('TLS 1');
    expect((await post('http', 1)).text).toBe('plain 1');
    await eventually('the first is gone', first.isGone);
    expect(flood.filter(({ isGone }) => !isGone()).length).toBeLessThanOrEqual(10);
    expect(flood.at(-1)!.isGone()).toBe(false);
  });

  it('continues after input that is neither TLS nor HTTP', async () => {
    await listen();
    const garbage = [
      Buffer.from([0x16]),
      Buffer.concat([clientHello, Buffer.alloc(512, 0xff)]),
      Buffer.from([0x80, 0x2e, 0x01, 0x00, 0x02]),
      Buffer.from('SSH-2.0-x\r\n\r\n'),
      Buffer.alloc(3),
    ];
    for (const bytes of garbage) (await opened(bytes)).socket.end();
    expect((await post('https', 1)).text).toBe('TLS 1');
  });

  it('shows a new certificate to new connections, while open ones continue', async () => {
    const running = await listen();
    const agent = new Agent({ ...tls(), keepAlive: true, maxSockets: 1 });
    await post('https', 1, { agent });
    const other = await makeAuthority('Other', now);
    running.useCertificate(await certify(other, ['localhost'], now));
    expect((await post('https', 2, { agent })).text).toBe('TLS 2');
    await expect(post('https', 1)).rejects.toThrow(/verify|unable/);
    expect((await post('https', 3, { ca: other.chain })).text).toBe('TLS 3');
    agent.destroy();
  });

  it('keeps its certificate when a new one does not match its key', async () => {
    const running = await listen();
    const { privateKey } = await certify(authority, ['localhost'], now);
    expect(() => running.useCertificate({ chain: certificate.chain, privateKey })).toThrow(/mismatch/);
    expect((await post('https', 1)).text).toBe('TLS 1');
  });

  it('closes immediately despite silent connections, unfinished handshakes and idle TLS connections', async () => {
    const closing = await listen();
    await opened();
    await opened(clientHello);
    const agent = new Agent({ ...tls(), keepAlive: true });
    await post('https', 1, { agent });
    await expect(closed(closing)).resolves.toBeUndefined();
    agent.destroy();
  });

  it('closes once the request in progress is answered, though its client keeps the connection', async () => {
    const closing = await listen({}, 600_000);
    closing.keepAliveTimeout = 600_000;
    const { socket } = await opened(Buffer.from('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n'));
    await once(closing, 'request');
    const end = closed(closing);
    closing.closeIdleConnections();
    socket.write('x');
    await expect(end).resolves.toBeUndefined();
  });

  it('closes within the request timeout despite an incomplete request', async () => {
    const closing = await listen({}, 200);
    await opened(Buffer.from('GET / HTTP/1.1\r\n'));
    expect((await post('http', 1)).status).toBe(200);
    await expect(closed(closing)).resolves.toBeUndefined();
  });
});
