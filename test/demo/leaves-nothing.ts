import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redacted } from '../../src/common/redacted.ts';
import type { TargetInstance, TargetOptions } from '../../src/demo/target-instance.ts';
import { compiled } from '../support/compiled.ts';
import { eventually } from '../support/eventually.ts';
import { OpensshClient, finish, type Login } from '../../src/demo/openssh-client.ts';

/** Expects that a target leaves nothing behind on the machine, whether it is stopped or we are killed. */
export function leavesNothing(
  kind: 'emulated' | 'sshd',
  start: (options: TargetOptions) => Promise<TargetInstance>,
): void {
  let client: OpensshClient;
  let folder: string;

  beforeAll(async () => {
    client = await OpensshClient.create();
    folder = await mkdtemp(join(tmpdir(), 'leaves-nothing-'));
    await chmod(folder, 0o755);
  });

  afterAll(async () => {
    await client.close();
    await rm(folder, { recursive: true, force: true });
  });

  const machine = () => ({
    accounts: ['/etc/passwd', '/etc/shadow', '/etc/group'].map(stateOf),
    mounts: mounts().filter((line) => !isOfAnotherTest(line)),
    homes: existsSync('/home') && readdirSync('/home'),
    temporary: readdirSync(folder),
  });

  /** Other tests mount what they need among the temporary files, and at any time; the target's are in the folder. */
  function isOfAnotherTest(mount: string): boolean {
    const [, , , , place = ''] = mount.split(' ');
    return place.startsWith(`${tmpdir()}/`) && !place.startsWith(folder);
  }

  async function startInFolder(options: TargetOptions): Promise<TargetInstance> {
    const usual = process.env['TMPDIR'];
    process.env['TMPDIR'] = folder;
    const target = await start(options);
    if (usual === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = usual;
    return target;
  }

  it('leaves no process, mount, file or account behind when it is stopped', async () => {
    const before = machine();
    const password = new Redacted('some-Passw0rd');
    const target = await startInFolder({ users: [{ name: 'ops', password }] });
    const sessions = await busySessions(client, { port: target.port, user: 'ops', password });
    await target.stop();
    await sessions.ended();
    expect(sessions.processes()).toEqual([]);
    expect(machine()).toEqual(before);
  });

  it('leaves none behind when the process that started it is killed', async () => {
    const before = machine();
    const starter = spawn(process.execPath, [compiled('test/demo/start-and-wait.ts'), kind], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [output] = (await once(starter.stdout, 'data')) as [Buffer];
    const { port, password } = JSON.parse(output.toString()) as { port: number; password: string };
    const sessions = await busySessions(client, { port, user: 'root', password: new Redacted(password) });
    starter.kill('SIGKILL');
    await sessions.ended();
    await eventually('all processes ended', () => sessions.processes().length === 0);
    await eventually('the machine is as before', () => JSON.stringify(machine()) === JSON.stringify(before));
  });
}

// Elsewhere an emulated instance cannot find a process that has left its session.
const withDaemon = process.platform === 'linux';

// One session in the foreground, one on a terminal, and a daemon that has left its session. All are found by a number.
async function busySessions(client: OpensshClient, login: Login) {
  const mark = `98765.${randomInt(2 ** 47)}`;
  const daemon = withDaemon ? `setsid sleep ${mark} </dev/null >/dev/null 2>&1 &` : '';
  const sessions = await Promise.all([
    client.start(login, ['target', `${daemon} echo up; sleep ${mark}`]),
    client.start(login, ['-tt', 'target', `echo up; sleep ${mark}`]),
  ]);
  await Promise.all(sessions.map(firstOutput));
  const processes = () => programs().filter((line) => line.startsWith(`sleep ${mark}`));
  await eventually('the programs run', () => processes().length === (withDaemon ? 3 : 2));
  return { processes, ended: () => Promise.all(sessions.map((session) => finish(session))) };
}

async function firstOutput(session: ChildProcess): Promise<void> {
  await once(session.stdout!, 'data');
}

function programs(): string[] {
  return execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' }).split('\n');
}

function mounts(): string[] {
  return existsSync('/proc/self/mountinfo') ? readFileSync('/proc/self/mountinfo', 'utf8').split('\n') : [];
}

// Not its content: only root may read the passwords.
function stateOf(path: string): unknown {
  const state = statSync(path, { throwIfNoEntry: false });
  return state && [state.ino, state.size, state.mtimeMs];
}
