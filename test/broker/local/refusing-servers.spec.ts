import { LocalClient } from '../../../src/broker/local/local-client.ts';
import { standardGate } from '../../../src/broker/policy/standard-gate.ts';
import { Relay } from '../../../src/broker/relay/relay.ts';
import { Redacted } from '../../../src/common/redacted.ts';
import { generateSshKeyPair } from '../../../src/ssh/keys.ts';
import { dialTarget } from '../../../src/ssh/target-dialler.ts';
import { RawSshServer } from '../../support/raw-ssh-server.ts';

describe('a client of ours at a server that refuses it', () => {
  let server: RawSshServer;
  let visitor: LocalClient;
  let relay: Relay;
  beforeAll(async () => (server = await RawSshServer.start((await generateSshKeyPair('ed25519')).privateKey)));
  beforeEach(() => {
    visitor = new LocalClient({ kind: 'shell', terminal: { type: 'xterm', size: { columns: 80, rows: 24 } } });
    visitor.stream.on('error', () => undefined).resume();
    relay = new Relay({ user: visitor, gate: standardGate });
  });
  afterEach(async () => {
    visitor.end();
    await relay.ended;
  });
  afterAll(() => server.stop());

  /** Connects the client; returns the channel's number there and the last request. */
  async function connected() {
    const credential = { userName: 'ops', password: new Redacted('x') };
    const place = { host: '127.0.0.1', port: server.port, verifyHostKey: async () => true, timeoutMs: 10_000 };
    relay.attachTarget(await dialTarget({ ...place, credential }));
    const session = await server.session();
    const channel = await session.acceptChannel();
    await session.next(98);
    return { session, channel, shell: await session.next(98) };
  }

  it('leaves when the server starts no shell, instead of waiting for output', async () => {
    const { session, channel, shell } = await connected();
    expect(shell.includes('shell')).toBe(true);
    session.send(100, channel);
    expect((await relay.ended).by).toBe('user');
    expect(visitor.isRefused).toBe(true);
  });
});
