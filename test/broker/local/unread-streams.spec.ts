import { pipeline, Readable } from 'node:stream';
import type { StartProgram } from '../../../src/broker/local/program.ts';
import { uint32, wireString } from '../../../src/ssh/wire.ts';
import { eventually } from '../../support/eventually.ts';
import { RawSshClient } from '../../support/raw-ssh-client.ts';
import { password, RelayUnderTest } from '../../support/relay-under-test.ts';

const megabyte = 1024 * 1024;

/** As much as anyone takes. */
function endless(): Readable {
  return new Readable({
    read() {
      this.push(Buffer.alloc(16_384));
    },
  });
}

/** Lends its terminal, as for a session that is begun from a menu. */
const lender: StartProgram = (terminal) => {
  pipeline(endless(), terminal.lend(), () => {});
  return { input: () => {} };
};

describe('a client that grants 256 MiB and reads nothing', () => {
  let broker: RelayUnderTest;
  let client: RawSshClient;
  beforeEach(async () => {
    broker = await RelayUnderTest.start({
      program: lender,
      doors: { sftp: (stream) => void pipeline(endless(), stream, () => {}) },
    });
    client = await RawSshClient.connect({ port: broker.port });
    client.requestService();
    await client.logIn('alice', password.reveal());
    client.send(90, wireString('session'), uint32(0), uint32(2 ** 28), uint32(32_768));
    await client.next(91);
  });
  afterEach(async () => {
    client.close();
    await broker.stop();
  });

  const request = (name: string, ...fields: Buffer[]) => client.send(98, uint32(0), wireString(name), 1, ...fields);

  it.each<[string, () => void]>([
    [
      'a lent terminal',
      () => {
        request('pty-req', wireString('xterm'), ...[80, 24, 0, 0].map(uint32), wireString(''));
        request('shell');
      },
    ],
    ['a subsystem', () => request('subsystem', wireString('sftp'))],
  ])('C3: %s is paused, and the backlog is bounded', async (_what, start) => {
    start();
    await client.next(99);
    client.stopReading();
    const { user } = broker.legs[0]!;
    const sizes: number[] = [];
    await eventually('nothing is sent any more', () => {
      sizes.push(user.backlog());
      return sizes.length > 20 && sizes.slice(-20).every((size) => size > 0 && size === sizes.at(-1));
    });
    expect(Math.max(...sizes)).toBeLessThan(8 * megabyte);
    client.readAgain();
    client.received.length = 0;
    await eventually('it goes on', () => client.received.length > 500);
  });
});
