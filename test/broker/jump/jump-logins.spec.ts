import { createServer, type AddressInfo, type Server } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import { mock } from 'node:test';
import { BrokerHostKeys } from '../../../src/broker/host-keys.ts';
import type { JumpLogin } from '../../../src/broker/jump/account-authentication.ts';
import { JumpLogins, type JumpServer } from '../../../src/broker/jump/jump-logins.ts';
import type { LoginHandler } from '../../../src/ssh/arrival.ts';
import { eventually } from '../../support/eventually.ts';
import { makeKey } from '../../support/listener-under-test.ts';
import { RawSshClient } from '../../support/raw-ssh-client.ts';

const graceMs = 120_000;
const places = 1000;
const placesPerAddress = 500;
const madeRoom = 'this one had to make room for another';
const tooLate = 'the login took too long';

/** An engineer's connection onwards, which says nothing. */
class Silent {
  private readonly ends: readonly Duplex[] = duplexPair();
  private heard = '';

  constructor(server: JumpServer, address: string) {
    const [ours, theirs] = this.ends;
    ours!.on('data', (chunk: Buffer) => (this.heard += chunk.toString('latin1')));
    server.admit(theirs!, { address, port: 1 }, handler);
  }

  get isDisplaced(): boolean {
    return this.hasHeard(madeRoom);
  }

  hasHeard(words: string): boolean {
    return this.heard.includes(words);
  }

  hears(words: string): Promise<void> {
    return eventually(words, () => this.hasHeard(words));
  }

  close(): void {
    for (const end of this.ends) end.destroy();
  }
}

const logins: unknown[] = [];
/** Never decides. */
const decide = () => new Promise<undefined>(() => undefined);
const handler: LoginHandler<JumpLogin> = {
  authenticator: {
    begin: async () => ({ methods: ['password'], password: decide, publicKey: decide, acceptsKey: async () => false }),
  },
  onLogin: (login) => void logins.push(login),
};

describe('logins inside the connections of engineers', () => {
  let server: JumpServer;
  const opened: { close(): unknown }[] = [];
  beforeEach(async () => {
    const { key, text } = await makeKey('ed25519');
    const keys = { load: async () => [{ privateKey: text, publicKey: key.publicKey }] };
    server = await new JumpLogins(keys as unknown as BrokerHostKeys).ready();
  });
  afterEach(() => {
    mock.timers.reset();
    for (const each of opened.splice(0)) each.close();
  });

  function enter(address: string, times = 1): Silent[] {
    const silent = Array.from({ length: times }, () => new Silent(server, address));
    opened.push(...silent);
    return silent;
  }

  async function raw(): Promise<RawSshClient> {
    const behind: Server = createServer((socket) => server.admit(socket, { address: '192.0.2.1', port: 1 }, handler));
    await new Promise<void>((listening) => void behind.listen(0, '127.0.0.1', listening));
    const client = await RawSshClient.connect({ port: (behind.address() as AddressInfo).port });
    opened.push(behind, client);
    return client;
  }

  describe('P1: end after 120 seconds, and say why', () => {
    beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));

    it('where nothing was said', async () => {
      const [silent] = enter('192.0.2.1');
      mock.timers.tick(graceMs - 1);
      await silent!.hears('SSH-2.0-');
      expect(silent!.hasHeard(tooLate)).toBe(false);
      mock.timers.tick(1);
      await silent!.hears(tooLate);
    });

    it('where the login is not decided yet', async () => {
      const client = await raw();
      client.requestService();
      client.password('root', 'any');
      await client.next(6);
      mock.timers.tick(graceMs - 1);
      expect(client.has(1)).toBe(false);
      mock.timers.tick(1);
      expect((await client.next(1)).toString()).toContain(tooLate);
      expect(logins).toEqual([]);
    });
  });

  it('P1: have 500 places for an address, the next one of which displaces the first', async () => {
    const silent = enter('192.0.2.1', placesPerAddress);
    enter('192.0.2.2');
    expect(silent.filter(({ isDisplaced }) => isDisplaced)).toEqual([]);
    enter('192.0.2.1');
    await silent[0]!.hears(madeRoom);
    expect(silent.filter(({ isDisplaced }) => isDisplaced)).toHaveLength(1);
  });

  it('P1: have 1,000 places in all, the next one of which displaces one of an address with many', async () => {
    const silent = ['192.0.2.1', '192.0.2.2'].flatMap((address) => enter(address, places / 2));
    const [stranger] = enter('192.0.2.3');
    await silent[0]!.hears(madeRoom);
    enter('192.0.2.4');
    await eventually('another has made room', () => silent.filter(({ isDisplaced }) => isDisplaced).length === 2);
    expect(stranger!.isDisplaced).toBe(false);
  });
});
