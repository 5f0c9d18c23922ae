import { pipeline } from 'node:stream';
import { LocalClient } from '../../../src/broker/local/local-client.ts';
import { ProgramServer } from '../../../src/broker/local/program-server.ts';
import type { StartProgram } from '../../../src/broker/local/program.ts';
import { standardGate } from '../../../src/broker/policy/standard-gate.ts';
import { Relay } from '../../../src/broker/relay/relay.ts';
import { OpensshClient } from '../../../src/demo/openssh-client.ts';
import { openTerminal, type OpensshTerminal } from '../../support/openssh-terminal.ts';
import { RelayUnderTest } from '../../support/relay-under-test.ts';
import { describeWithPrograms } from '../../support/requirements.ts';

/** Much more than any window. */
const flood = 'x'.repeat(3_000_000);

/** Repeats keys, says its size, floods, or leaves with status 7. */
const far: StartProgram = ({ type, size, write, exit }) => {
  const dimensions = () => `${size().columns} by ${size().rows}`;
  write(`far on ${type}, ${dimensions()}\n`);
  return {
    resized: () => write(`far now ${dimensions()}\n`),
    input(keys) {
      const key = keys.toString();
      if (key === 'q') return exit(7);
      write(key === 'f' ? `${flood} over\n` : `far heard ${key}\n`);
    },
  };
};

/** Puts `far` onto its terminal when `g` is typed, by a session over a LocalClient. */
const near =
  (relays: Relay[]): StartProgram =>
  (terminal) => {
    let client: LocalClient | undefined;
    terminal.write('near\n');
    const visit = () => {
      const visitor = (client = new LocalClient({
        kind: 'shell',
        terminal: { type: terminal.type, size: terminal.size() },
      }));
      const relay = new Relay({ user: visitor, gate: standardGate });
      relays.push(relay);
      const lent = terminal.lend();
      pipeline(lent, visitor.stream, lent, () => {
        client = undefined;
        lent.destroy();
        terminal.write(`near again after ${visitor.exitStatus}\n`);
      });
      relay.attachTarget(new ProgramServer({ shell: far, noTerminal: '' }));
    };
    return {
      input: (keys) => (keys.toString() === 'g' ? visit() : terminal.write(`near heard ${keys.toString()}\n`)),
      resized: () => client?.resize(terminal.size()),
    };
  };

describeWithPrograms(['ssh'], 'a client of ours in the place of an engineer', () => {
  let client: OpensshClient;
  let broker: RelayUnderTest;
  let relays: Relay[];
  let terminal: OpensshTerminal;

  beforeAll(async () => void (client = await OpensshClient.create()));
  beforeEach(async () => {
    relays = [];
    broker = await RelayUnderTest.start({ program: near(relays) });
    terminal = await openTerminal(client, broker.login, { columns: 91, rows: 33 });
    await terminal.shows(/near\r\n/);
    terminal.write('g');
    await terminal.shows(/far on xterm, 91 by 33\r\n/);
  });
  afterEach(async () => {
    terminal.close();
    await broker.stop();
  });
  afterAll(() => client?.close());

  it('takes keys and sizes there, and the output back', async () => {
    terminal.write('a');
    await terminal.shows(/far heard a\r\n/);
    terminal.resize(40, 10);
    await terminal.shows(/far now 40 by 10\r\n/);
    terminal.write('f');
    await terminal.shows(/x over\r\n/);
    expect(terminal.screen().split('x').length).toBeGreaterThan(3_000_000);
  });

  it('leaves when the shell there ends, and gives the terminal back', async () => {
    terminal.write('q');
    await terminal.shows(/near again after 7\r\n/);
    expect((await relays[0]!.ended).by).toBe('user');
    terminal.write('b');
    await terminal.shows(/near heard b\r\n/);
    terminal.write('g');
    await terminal.shows(/near heard b\r\n[^]*far on xterm/);
  });

  it('leaves when the engineer goes', async () => {
    terminal.close();
    expect((await relays[0]!.ended).by).toBe('user');
  });

  it('shows why the session there was ended', async () => {
    relays[0]!.end('sallyport: enough');
    await terminal.shows(/sallyport: enough\r\n[^]*near again after 255\r\n/);
    expect((await relays[0]!.ended).by).toBe('broker');
  });
});
