import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { BrokerService } from '../../../../src/broker/broker.ts';
import { finish, type Outcome } from '../../../../src/demo/openssh-client.ts';
import { eventually } from '../../../support/eventually.ts';
import { describeWithSshdAnd } from '../../../support/requirements.ts';
import {
  account,
  BrokerUnderTest,
  engineerPassword,
  said as saidWithBanner,
  type Server,
} from '../../broker-under-test.ts';
import { RawSftp } from './raw-sftp.ts';

const paramiko = '/usr/lib/python3/dist-packages/paramiko';
const python = '/usr/bin/python3';
const client = 'test/broker/clients/paramiko-target-list.py';

describeWithSshdAnd(['sftp', 'scp', 'psftp', 'curl', python, paramiko], 'over SSH, SFTP without a target', () => {
  let broker: BrokerUnderTest;
  let web: Server;
  let db: Server;
  let aliceId: string;
  let folder: string;
  beforeAll(async () => {
    broker = await BrokerUnderTest.start();
    [web, db] = await Promise.all([broker.server('web-01'), broker.server('db-01')]);
    aliceId = await broker.engineer('alice', [web, db]);
    folder = await mkdtemp(join(tmpdir(), 'files-over-ssh-'));
    await writeFile(join(folder, 'greeting'), 'hello\n');
  });
  afterAll(async () => {
    await broker.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const alice = () => broker.login('alice');
  const sftp = (...commands: string[]) => broker.client.sftp(alice(), [`lcd ${folder}`, ...commands]);
  /** Without the banner for those who name no target. */
  const said = (outcome: Outcome) => saidWithBanner(outcome).replace(/^sallyport: user@account@host leads .*\n/, '');
  /** What the commands print, without their echoes. */
  const text = ({ stdout }: Outcome) =>
    stdout
      .toString()
      .replaceAll(/^sftp> .*\n/gm, '')
      .replaceAll('\r', '');
  const on = ({ sshd }: Server, ...command: string[]) => sshd.run(command);
  const home = `/home/${account}`;
  const run = (command: readonly string[], input = '') =>
    finish(spawn(command[0]!, command.slice(1), { env: { PATH: process.env['PATH'], HOME: folder } }), { input });

  it('is a list that sftp walks: into a target, back by .., and on to the next', async () => {
    const outcome = await sftp(
      'pwd',
      'ls -1',
      `cd ${account}@web-01/~`,
      'pwd',
      'put greeting',
      'rename greeting renamed',
      'ls -1 ren*',
      'cd ..',
      'pwd',
      'cd ../..',
      'pwd',
      `cd ${account}@db-01/tmp`,
      'ls -1',
    );
    expect(said(outcome)).toBe('');
    expect(text(outcome).trimEnd().split('\n')).toEqual([
      'Remote working directory: /',
      `${account}@db-01`,
      `${account}@web-01`,
      `Remote working directory: /${account}@web-01${home}`,
      'renamed',
      `Remote working directory: /${account}@web-01/home`,
      'Remote working directory: /',
    ]);
    expect(await on(web, 'cat', `${home}/renamed`)).toBe('hello\n');
  });

  it('has a session for each target that was entered, and none for the others', async () => {
    await broker.query('delete from bastion_sessions');
    await sftp('ls -l', `ls ${account}@web-01/tmp`, `cd ${account}@web-01`);
    await eventually('the session is closed', async () => Boolean((await broker.sessions())[0]?.ended_at));
    const sessions = await broker.sessions();
    expect(sessions).toHaveLength(1);
    expect(sessions[0]).toMatchObject({ host_account_id: web.hostAccountId, state: 'closed', end_reason: null });
  });

  it('takes whole trees in both directions, and links that stay on the target', async () => {
    await mkdir(join(folder, 'tree', 'inner'), { recursive: true });
    const bytes = randomBytes(3_000_000);
    await writeFile(join(folder, 'tree', 'inner', 'bytes'), bytes);
    const place = `/${account}@db-01${home}`;
    const outcome = await sftp(
      `put -r tree ${place}/tree`,
      `ln -s /${account}@db-01/etc/hostname ${place}/link`,
      `get -r ${place}/tree copy`,
      `df ${place}`,
    );
    expect([said(outcome), outcome.status]).toEqual(['', 0]);
    expect((await readFile(join(folder, 'copy', 'inner', 'bytes'))).equals(bytes)).toBe(true);
    expect(await on(db, 'readlink', `${home}/link`)).toBe('/etc/hostname\n');
  });

  it.each([
    ['a file in the list', ['put greeting new'], 'sallyport: no target that you may use is called new\n'],
    ['a folder in the list', ['mkdir new'], 'remote mkdir "/new": Permission denied'],
    [
      'a file from one target to another',
      [`rename /${account}@web-01${home}/renamed /${account}@db-01/tmp/x`],
      'sallyport: this cannot be done between two targets: download from the one, then upload to the other\n',
    ],
    ['a target that is not there', ['cd root@web-99'], 'no target that you may use is called root@web-99'],
  ])('refuses to put %s', async (_name, commands, message) => {
    const outcome = await sftp(...commands);
    expect(said(outcome)).toContain(message);
    expect(outcome.status).toBe(1);
  });

  it('scp copies to a target and from it', async () => {
    const there = `target:${account}@web-01/tmp/`;
    expect(said(await broker.client.scp(alice(), [join(folder, 'greeting'), there]))).toBe('');
    expect(await on(web, 'cat', '/tmp/greeting')).toBe('hello\n');
    const back = join(folder, 'back');
    expect(said(await broker.client.scp(alice(), ['-r', `target:${account}@web-01/~`, back]))).toBe('');
    expect(await readFile(join(back, 'renamed'), 'utf8')).toBe('hello\n');
  });

  it('psftp walks it too', async () => {
    const fingerprint = broker.app.get(BrokerService).hostKeyFingerprints[0]!.split(' ')[1]!;
    const script = join(folder, 'script');
    const passwordFile = join(folder, 'password');
    await writeFile(script, `cd ${account}@web-01/tmp\nput ${join(folder, 'greeting')} psftp\ncd ../..\nls\n`);
    await writeFile(passwordFile, `${engineerPassword.reveal()}\n`, { mode: 0o600 });
    const place = ['-P', String(broker.port), '-l', 'alice', '-pwfile', passwordFile, '-b', script, '127.0.0.1'];
    const outcome = await run(['psftp', '-batch', '-hostkey', fingerprint, ...place]);
    expect(outcome.stdout.toString()).toContain(`Remote directory is now /${account}@web-01/tmp`);
    expect(outcome.stdout.toString()).toMatch(/Listing directory \/\r?\n(.*\n)*.*ops@web-01/);
    expect(await on(web, 'cat', '/tmp/psftp')).toBe('hello\n');
  });

  it('paramiko lists, enters, writes and reads', async () => {
    const password = engineerPassword.reveal();
    const login = JSON.stringify({ port: broker.port, user: 'alice', password, folder: `${account}@web-01` });
    const outcome = await run([python, client], login);
    expect([outcome.stderr, JSON.parse(outcome.stdout.toString())]).toEqual([
      '',
      {
        list: [`${account}@db-01`, `${account}@web-01`],
        home: `/${account}@web-01${home}`,
        text: 'hello',
        refused: 'no target that you may use is called root@nowhere',
      },
    ]);
  });

  it('curl reads a file by its URL', async () => {
    const url = `sftp://127.0.0.1:${broker.port}/${account}@web-01${home}/renamed`;
    const login = `alice:${engineerPassword.reveal()}`;
    const outcome = await run(['curl', '-sS', '-K', '-'], `url = "${url}"\nuser = "${login}"\ninsecure\n`);
    expect([outcome.stdout.toString(), outcome.stderr]).toEqual(['hello\n', '']);
  });

  it('tells of a target whose access is withdrawn by status, and goes on with the others', async () => {
    const ssh = await broker.client.start(alice(), ['-s', 'target', 'sftp'], ['pipe', 'pipe', 'ignore']);
    const raw = new RawSftp(Duplex.from({ writable: ssh.stdin!, readable: ssh.stdout! }));
    await raw.begin();
    const { handle } = await raw.open(`/${account}@web-01/etc/passwd`, 1);
    expect(handle).toBeDefined();
    const Hosts = JSON.stringify([{ HostId: web.hostId }]);
    await broker.bastionhost('DetachHostAccountsFromUser', { UserId: aliceId, Hosts });
    const closed = async () => (await raw.stat(`/${account}@web-01/etc`)).text ?? '';
    await eventually('the session has ended', async () => /withdrawn|may not use it/.test(await closed()));
    expect((await raw.close(handle!)).text).toBe(`${account}@web-01: access to this host account was withdrawn`);
    expect(await raw.list('/')).toEqual(['.', '..', `${account}@db-01`]);
    expect((await raw.realpath(`/${account}@db-01/tmp`)).names).toEqual([`/${account}@db-01/tmp`]);
    ssh.kill();
    await broker.grant(aliceId, web);
  });

  it('says why a target cannot be entered', async () => {
    await broker.kms('DeleteSecret', { SecretName: web.secretName, RecoveryWindowInDays: '7' });
    await db.sshd.stop();
    const outcome = await sftp(`-cd ${account}@web-01`, `-cd ${account}@db-01`);
    const lines = said(outcome).replaceAll(/\(request [^)]*\)/g, '(request …)');
    expect(lines).toBe(
      [
        `realpath /${account}@web-01: ${account}@web-01: the secret of this account is scheduled for deletion (request …)`,
        `realpath /${account}@db-01: ${account}@db-01: the server cannot be reached (request …)`,
        '',
      ].join('\n'),
    );
    const scp = await broker.client.scp(alice(), [join(folder, 'greeting'), `target:${account}@db-01/tmp/`]);
    expect(said(scp)).toMatch(/^sallyport: ops@db-01: the server cannot be reached \(request .*\)\n/m);
  });
});
