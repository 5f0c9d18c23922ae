import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { finish } from '../../src/demo/openssh-client.ts';
import { eventually } from '../support/eventually.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { BrokerUnderTest, type Server } from './broker-under-test.ts';

describeWithSshd('commands and pipes', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01');
    await broker.engineer('alice', [web]);
  });
  afterAll(() => broker.stop());

  /** Runs a command, reads the start of its output and closes the pipe, like `| head -1`. Returns the client's log. */
  async function headOf(command: string): Promise<string> {
    const child = await broker.client.start(broker.on(web), ['-v', 'target', command]);
    let said = '';
    child.stderr!.on('data', (text: Buffer) => (said += text.toString()));
    const ended = once(child, 'close');
    const patience = setTimeout(() => child.kill('SIGKILL'), 40_000);
    const output = await Promise.race([once(child.stdout!, 'data'), ended.then(() => undefined)]);
    child.stdout!.destroy();
    const [, signal] = await ended;
    clearTimeout(patience);
    if (!output || signal) throw new Error(`ssh ${output ? 'did not end by itself' : 'had no output'}: ${said}`);
    return said;
  }

  it('a program that writes forever ends with its reader', async () => {
    await headOf('yes');
    const isRunning = async () => (await web.sshd.processes()).some(({ command }) => command.startsWith('yes'));
    await eventually('it has ended', async () => !(await isRunning()));
  });

  it('of a file of 200 MB only the head is fetched when only the head is read', async () => {
    await web.sshd.run(['truncate', '-s', '200M', '/tmp/large']);
    const said = await headOf('cat /tmp/large');
    const received = Number(/received (\d+) bytes/.exec(said)?.[1]);
    process.stdout.write(`of 200 MB ${received} bytes were fetched\n`);
    expect(received).toBeLessThan(100_000_000);
  });

  it('a command may be as long as the server accepts: 120,000 bytes, from xargs too', async () => {
    const words = Array.from({ length: 17_000 }, (_, index) => 100_000 + index).join(' ');
    const run = await broker.client.ssh(broker.on(web), `echo ${words}`);
    expect([run.status, run.stdout.toString()]).toEqual([0, `${words}\n`]);

    const { configuration, environment } = await broker.client.prepare(broker.on(web));
    const pipe = `seq 100000 120000 | xargs ssh -F ${configuration} target echo`;
    const piped = await finish(spawn('sh', ['-c', pipe], { env: environment }));
    expect(piped.stdout.toString().split(/\s/).filter(Boolean)).toHaveLength(20_001);
  });
});
