import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server as NetServer } from 'node:net';
import { join } from 'node:path';
import { finish, type Outcome } from '../../src/demo/openssh-client.ts';
import { eventually } from '../support/eventually.ts';
import { isListening } from '../support/is-listening.ts';
import { describeWithSshdAnd } from '../support/requirements.ts';
import { BrokerUnderTest, engineerPassword, said, type Server } from './broker-under-test.ts';

describeWithSshdAnd(['ssh-agent', 'xauth'], 'forwarding to ports of the target itself', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let echo: NetServer;
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01');
    await broker.engineer('alice', [web]);
    echo = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
    await once(echo, 'listening');
  });
  afterEach(() => children.splice(0).forEach((child) => child.kill()));
  afterAll(async () => {
    echo.close();
    await broker.stop();
  });

  const allow = (is: boolean) => broker.bastionhost('ModifyInstanceSettings', { AllowLoopbackForwarding: String(is) });
  const port = () => (echo.address() as AddressInfo).port;

  /** `ssh -W` from a session to the target. */
  const through = (place: string, input: string) =>
    broker.client.ssh(broker.on(web), undefined, { flags: ['-W', place], input });

  it('is off at first, and says so', async () => {
    const run = await through(`localhost:${port()}`, 'hello');
    expect(said(run)).toContain('sallyport: ports are not forwarded here; an administrator can allow it');
    expect([run.stdout.toString(), run.status]).toEqual(['', 255]);
  });

  it.each(['localhost', '127.0.0.1'])('reaches %s there once the setting allows it', async (host) => {
    await allow(true);
    const run = await through(`${host}:${port()}`, 'hello');
    expect([run.stdout.toString(), run.status]).toEqual(['hello', 0]);
  });

  it('passes large transfers whole, and closes like any channel', async () => {
    await allow(true);
    const input = 'x'.repeat(5_000_000);
    const run = await through(`localhost:${port()}`, input);
    expect(run.stdout.toString() === input).toBe(true);
  });

  it('says what the server says where nobody listens', async () => {
    await allow(true);
    const run = await through('localhost:1', '');
    expect(said(run)).toContain('Connection refused');
  });

  it('stands beside a shell, as -L does for an editor, and ends with the session', async () => {
    await allow(true);
    const local = join(broker.client.folder, 'local');
    const args = ['-L', `${local}:localhost:${port()}`, 'target', 'echo ready; cat'];
    const child = await broker.client.start(broker.on(web), args);
    children.push(child);
    await once(child.stdout!, 'data');
    const socket = connect(local);
    socket.write('hello');
    const [data] = (await once(socket, 'data')) as [Buffer];
    expect(data.toString()).toBe('hello');
    const closed = new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
    const [{ session_id: SessionId }] = (await broker.sessions()).slice(-1) as [{ session_id: string }];
    await broker.bastionhost('InterruptSessions', { SessionIds: JSON.stringify([SessionId]) });
    await closed;
    await eventually('the client has ended', () => child.exitCode !== null);
  });

  /** A client with an agent and a display, which it is asked to forward. */
  async function forwarding(flag: string, ...args: string[]): Promise<Outcome> {
    const socket = join(broker.client.folder, 'agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket]);
    children.push(agent);
    await eventually('the agent listens', () => isListening(socket));
    const login = broker.on(web, { password: engineerPassword, options: ['IdentityAgent SSH_AUTH_SOCK'] });
    const { configuration, environment } = await broker.client.prepare(login);
    const env = { ...environment, SSH_AUTH_SOCK: socket, DISPLAY: '127.0.0.1:9' };
    const outcome = await finish(spawn('ssh', ['-F', configuration, flag, ...args], { env }), { input: 'in' });
    agent.kill();
    await rm(socket, { force: true });
    return outcome;
  }

  const agentLine = 'sallyport: agent forwarding is not allowed here';

  it('an agent is not forwarded: a line beside the output of a command says so', async () => {
    const run = await forwarding('-A', 'target', 'cat; test -z "$SSH_AUTH_SOCK"');
    expect([run.stdout.toString(), said(run), run.status]).toEqual(['in', `${agentLine}\n`, 0]);
  });

  it('an agent is not forwarded: a terminal shows the same line', async () => {
    const run = await forwarding('-Att', 'target', 'echo out');
    expect([run.stdout.toString(), run.status]).toEqual([expect.stringContaining('out\r\n'), 0]);
    expect(said(run)).toContain(`${agentLine}\n`);
  });

  it('an agent is not forwarded: a subsystem stays as it is', async () => {
    const run = await forwarding('-A', '-s', 'target', 'sftp');
    expect(run.stderr).not.toContain('agent');
  });

  it('a display is not forwarded, and a line says why', async () => {
    const run = await forwarding('-X', 'target', 'echo out');
    expect(run.stdout.toString()).toBe('out\n');
    expect(run.stderr).toContain('sallyport: X11 forwarding is not allowed here');
  });

  it.each([
    ['a port of the target towards the engineer', ['-R', '8080:localhost:80'], 'remote port forwarding failed'],
    ['another address', ['-W', '10.0.0.1:80'], 'sallyport: ports are not forwarded here'],
  ])('%s is not forwarded, and the client says so', async (_, flags, text) => {
    await allow(true);
    const run = await broker.client.ssh(broker.on(web), flags[0] === '-R' ? 'true' : undefined, { flags });
    expect(run.stderr).toContain(text);
  });
});
