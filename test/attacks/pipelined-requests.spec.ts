import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { BrokerUnderTest } from '../broker/broker-under-test.ts';
import { eventually } from '../support/eventually.ts';
import { describeWithSshd } from '../support/requirements.ts';

/** Ten connections, one after another, with 60,000 requests each and no answer read. Prints when one is closed. */
const attack = `
  const { connect } = require('node:net');
  const requests = 'GET /openapi.json HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'.repeat(60_000);
  const next = (left) => {
    if (left === 0) process.exit();
    const socket = connect(Number(process.argv[1]), '127.0.0.1').on('error', () => undefined).pause();
    socket.write(requests);
    socket.on('close', () => next(left - 1));
    setTimeout(() => socket.resume(), 2_000).unref();
  };
  next(10);
`;

describeWithSshd('60,000 pipelined requests whose answers nobody reads', () => {
  let broker: BrokerUnderTest;
  beforeAll(async () => (broker = await BrokerUnderTest.start()));
  afterAll(() => broker.stop());

  it('do not slow down an SSH session, and cost little', async () => {
    const web = await broker.server('web-01');
    await broker.engineer('alice', [web]);
    const ssh = await broker.client.start(broker.on(web), ['target', 'cat']);
    let shown = '';
    ssh.stdout!.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    const echo = async (word: string): Promise<number> => {
      const begunAt = performance.now();
      ssh.stdin!.write(word);
      while (!shown.endsWith(word)) await once(ssh.stdout!, 'data');
      return performance.now() - begunAt;
    };
    await echo('hello\n');
    // The service does the same before it listens.
    await fetch(`${broker.app.url}/openapi.json`);
    const quiet: number[] = [];
    while (quiet.length < 20) quiet.push(await echo(`${quiet.length}\n`));

    const before = { ...process.memoryUsage(), cpu: process.cpuUsage() };
    const attacker = spawn(process.execPath, ['-e', attack, new URL(broker.app.url).port], { stdio: 'ignore' });
    const echoes: number[] = [];
    while (attacker.exitCode === null) echoes.push(await echo(`${echoes.length}\n`));
    const cpu = process.cpuUsage(before.cpu);
    const growth = (process.memoryUsage().rss - before.rss) / 2 ** 20;
    const slowest = Math.max(...echoes);
    const usual = Math.max(...quiet);
    process.stdout.write(
      `slowest of ${echoes.length} echoes beside 600,000 pipelined requests: ${slowest.toFixed(1)} ms, of 20 without ${usual.toFixed(1)} ms; ` +
        `CPU ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s; memory ${growth.toFixed(0)} MiB more\n`,
    );
    // Ten times what it may be on a quiet machine.
    expect(slowest).toBeLessThan(10_000);
    expect(growth).toBeLessThan(500);
    ssh.stdin!.end();
    await eventually('the session ends', () => ssh.exitCode === 0);
  });
});
