import type { StartProgram } from '../../../src/broker/local/program.ts';
import { OpensshClient } from '../../../src/demo/openssh-client.ts';
import { eventually } from '../../support/eventually.ts';
import { openTerminal, type OpensshTerminal } from '../../support/openssh-terminal.ts';
import { RelayUnderTest } from '../../support/relay-under-test.ts';
import { describeWithPrograms } from '../../support/requirements.ts';

/** Says what happens on its terminal; `q` leaves with status 7. */
const reporter: (report: string[]) => StartProgram = (report) => (terminal) => {
  const { type, write, exit } = terminal;
  const size = () => `${terminal.size().columns} by ${terminal.size().rows}`;
  write(`type ${type}, ${size()}\n`);
  return {
    input: (keys) => (keys.toString() === 'q' ? exit(7) : write(`keys ${keys.toString('hex')}\n`)),
    resized: () => write(`now ${size()}\n`),
    inputEnded: () => report.push('input ended'),
    hungUp: () => report.push('hung up'),
  };
};

describeWithPrograms(['ssh', 'sftp'], 'a program on a terminal of OpenSSH', () => {
  let client: OpensshClient;
  let broker: RelayUnderTest;
  let report: string[];

  beforeAll(async () => void (client = await OpensshClient.create()));
  beforeEach(async () => {
    report = [];
    broker = await RelayUnderTest.start({ program: reporter(report) });
  });
  afterEach(() => broker.stop());
  afterAll(() => client?.close());

  async function opened(): Promise<OpensshTerminal> {
    const terminal = await openTerminal(client, broker.login, { columns: 91, rows: 33 });
    await terminal.shows(/type xterm, 91 by 33\r\n/);
    return terminal;
  }

  it('reads keys as they are typed, and ends the client with its exit status', async () => {
    const terminal = await opened();
    terminal.write('\x03');
    await terminal.shows(/keys 03\r\n/);
    terminal.write('\u00e4');
    await terminal.shows(/keys c3a4\r\n/);
    expect(terminal.screen()).not.toContain('\u00e4');
    terminal.write('q');
    expect(await terminal.ended).toBe(7);
    expect(report).toEqual([]);
  });

  it('is told of another size', async () => {
    const terminal = await opened();
    terminal.resize(40, 10);
    await terminal.shows(/now 40 by 10\r\n/);
    terminal.write('q');
    expect(await terminal.ended).toBe(7);
  });

  it('is told when the client has gone, and when the session is ended', async () => {
    const terminal = await opened();
    terminal.close();
    await eventually('it is told', () => report.length > 0);
    expect(report).toEqual(['hung up']);
    const other = await opened();
    broker.relays[1]!.end('sallyport: enough');
    await other.shows(/sallyport: enough/);
    expect(await other.ended).toBe(255);
    expect(report).toEqual(['hung up', 'hung up']);
  });

  it('runs once for each channel of a connection', async () => {
    const path = `${client.folder}/shared`;
    const options = ['ControlMaster auto', `ControlPath ${path}`, 'ControlPersist no'];
    const first = await openTerminal(client, { ...broker.login, options });
    await first.shows(/80 by 24/);
    const second = await openTerminal(client, { ...broker.login, options }, { columns: 50 });
    await second.shows(/50 by 24/);
    second.write('q');
    expect(await second.ended).toBe(7);
    first.write('x');
    await first.shows(/keys 78/);
    first.write('q');
    expect(await first.ended).toBe(7);
    expect(broker.relays).toHaveLength(1);
  });

  it.each([
    ['a command', () => client.ssh(broker.login, 'true'), 'a terminal is needed here'],
    ['a shell without a terminal', () => client.ssh(broker.login), 'a terminal is needed here'],
    ['sftp', () => client.sftp(broker.login, ['pwd']), 'a terminal is needed here'],
  ])('is not started for %s, which is told why', async (_what, run, why) => {
    const { status, stdout, stderr } = await run();
    expect({ status, stdout: stdout.toString() }).toEqual({ status: 255, stdout: '' });
    expect(stderr.toString()).toContain(why);
  });
});
