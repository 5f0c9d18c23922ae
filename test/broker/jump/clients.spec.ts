import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { finish, type Outcome } from '../../../src/demo/openssh-client.ts';
import { describeWithSshdAnd } from '../../support/requirements.ts';
import { account, BrokerUnderTest, engineerPassword, type Server } from '../broker-under-test.ts';
import { throughBastion } from './jump-client.ts';

const paramiko = `
import os, sys, paramiko
def connect(host, port, user, password, sock=None):
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect(host, port, user, password, sock=sock, look_for_keys=False, allow_agent=False)
    return client
outer = connect('127.0.0.1', int(sys.argv[1]), 'alice', os.environ['PASSWORD'])
channel = outer.get_transport().open_channel('direct-tcpip', ('web-01', 22), ('127.0.0.1', 0))
inner = connect('web-01', 22, sys.argv[2], 'anything', channel)
print(inner.exec_command('whoami')[1].read().decode().strip())
`;

describeWithSshdAnd(['rsync', 'git', 'dbclient'], 'by jump, unchanged', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let file: string;
  const content = Buffer.alloc(3_000_000, 'some bytes ');

  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01', { accountPassword: engineerPassword.reveal() });
    await broker.engineer('alice', [web]);
    file = join(broker.client.folder, 'content');
    await writeFile(file, content);
  });
  afterAll(() => broker.stop());

  const login = () => throughBastion(broker);
  const here = (name: string) => join(broker.client.folder, name);

  it.each([
    ['scp', []],
    ['scp by its old protocol', ['-O']],
  ])('%s goes there and back', async (name, flags) => {
    const up = await broker.client.scp(login(), [...flags, file, 'web-01:copied']);
    const down = await broker.client.scp(login(), [...flags, 'web-01:copied', here(name)]);
    expect([up.status, down.status]).toEqual([0, 0]);
    expect((await readFile(here(name))).equals(content)).toBe(true);
  });

  it('rsync goes there and back', async () => {
    const up = await broker.client.rsync(login(), [file, 'web-01:synchronised']);
    const down = await broker.client.rsync(login(), ['web-01:synchronised', here('rsync')]);
    expect([up.status, down.status]).toEqual([0, 0]);
    expect((await readFile(here('rsync'))).equals(content)).toBe(true);
  });

  it('sftp puts and lists', async () => {
    const run = await broker.client.sftp(login(), [`put ${file} put`, 'ls put'], { destination: 'web-01' });
    expect([run.status, run.stdout.toString()]).toEqual([0, expect.stringMatching(/^put\s*$/m)]);
  });

  it('git pushes and clones', async () => {
    const { configuration, environment } = await broker.client.prepare(login());
    const env = { ...environment, GIT_SSH_COMMAND: `ssh -F ${configuration}`, GIT_CONFIG_GLOBAL: '/dev/null' };
    const git = (...args: string[]): Promise<Outcome> =>
      finish(spawn('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], { env }));
    await broker.client.ssh(login(), 'git init -q --bare repository', { destination: 'web-01' });
    await git('init', '-q', '-b', 'main', here('work'));
    await git('-C', here('work'), 'commit', '-q', '--allow-empty', '-m', 'first');
    const push = await git('-C', here('work'), 'push', '-q', 'web-01:repository', 'HEAD:refs/heads/main');
    const clone = await git('clone', '-q', '-b', 'main', 'web-01:repository', here('clone'));
    expect([push.status, clone.status]).toEqual([0, 0]);
    expect((await git('-C', here('clone'), 'log', '--format=%s')).stdout.toString()).toBe('first\n');
  });

  it('the first step of VS Code: a script for a shell without a terminal, beside a SOCKS proxy', async () => {
    const input = 'echo "started: $(id -un)"\n';
    const flags = ['-T', '-D', await freePort()];
    const run = await broker.client.ssh(login(), 'bash', { destination: 'web-01', flags, input });
    expect(run.stdout.toString()).toBe(`started: ${account}\n`);
  });

  it('dbclient, through what ssh -W opens', async () => {
    const { configuration, environment } = await broker.client.prepare(login());
    const jump = `ssh -F ${configuration} -W web-01:22 bastion`;
    const args = ['-y', '-y', '-J', jump, '-l', account, 'web-01', 'whoami'];
    const run = await finish(spawn('dbclient', args, { env: environment }));
    expect([run.stdout.toString(), run.status]).toEqual([`${account}\n`, 0]);
  });

  it('paramiko, which sends a password without asking whether one is needed', async () => {
    const env = { ...process.env, PASSWORD: engineerPassword.reveal() };
    const run = await finish(spawn('/usr/bin/python3', ['-c', paramiko, String(broker.port), account], { env }));
    expect([run.stdout.toString(), run.status]).toEqual([`${account}\n`, 0]);
  });

  it('an account without a credential asks for its password', async () => {
    const HostId = await broker.localHost('typed-01', web.sshd.port);
    const draft = { HostId, HostAccountName: account, ProtocolName: 'SSH' };
    const { HostAccountId } = await broker.bastionhost('CreateHostAccount', draft);
    const { Users } = await broker.bastionhost('ListUsers');
    await broker.grant(Users[0].UserId, { hostId: HostId, hostAccountId: HostAccountId });
    const run = await broker.client.ssh(login(), 'whoami', { destination: 'typed-01', flags: ['-v'] });
    expect([run.stdout.toString(), run.status]).toEqual([`${account}\n`, 0]);
    expect(run.stderr).toContain('Authentications that can continue: password,keyboard-interactive');
  });
});

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}
