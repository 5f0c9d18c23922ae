import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { EmbeddedPostgres } from '../../src/database/embedded-postgres.ts';
import { compiled } from '../support/compiled.ts';
import { eventually } from '../support/eventually.ts';

const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;
const describeAsRoot = process.getuid?.() === 0 ? describe : describe.skip;

describe('the embedded database', () => {
  let folder: string;
  let dataDir: string;
  let server: EmbeddedPostgres | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sallyport-test-'));
    // Under root the server runs as another user, who has to get through this folder.
    await chmod(folder, 0o711);
    dataDir = join(folder, 'data');
    await start();
    await query('create table kept (line text)');
  });
  beforeEach(async () => {
    if (!server) await start();
  });
  afterAll(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(): Promise<EmbeddedPostgres> {
    server = await EmbeddedPostgres.start({ dataDir, durable: false });
    return server;
  }

  async function stop(): Promise<void> {
    await server?.stop();
    server = undefined;
  }

  async function query(text: string): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: server?.url });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  }

  it('keeps what was stored over a stop and a start', async () => {
    await query("insert into kept values ('over a stop')");
    await stop();
    await start();
    expect(await query("select line from kept where line = 'over a stop'")).toHaveLength(1);
  });

  it('is durable unless a test wants it otherwise', async () => {
    expect(await query('show fsync')).toEqual([{ fsync: 'off' }]);
    await stop();
    server = await EmbeddedPostgres.start({ dataDir });
    expect(await query('show fsync')).toEqual([{ fsync: 'on' }]);
    await stop();
  });

  it('listens on no network address', async () => {
    expect(await query('show listen_addresses')).toEqual([{ listen_addresses: '' }]);
  });

  it('is closed to everybody else: its files and its socket', async () => {
    for (const part of ['cluster', 'socket']) {
      expect((await stat(join(dataDir, 'postgres', part))).mode & 0o077).toBe(0);
    }
  });

  it('is started again when the server dies', async () => {
    await query("insert into kept values ('over a crash')");
    const before = server?.pid ?? 0;
    process.kill(before, 'SIGKILL');
    await eventually('it answers again', () =>
      query('select').then(
        () => server?.pid !== before,
        () => false,
      ),
    );
    expect(await query("select line from kept where line = 'over a crash'")).toHaveLength(1);
  });

  it('refuses a second Sallyport on the same data directory and keeps serving the first', async () => {
    const second = EmbeddedPostgres.start({ dataDir, durable: false });
    await expect(second).rejects.toThrow(/^another Sallyport uses the database in .*\(its PostgreSQL is process \d+\)/);
    expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('ends with a Sallyport that was killed, and starts for the next one immediately', async () => {
    await stop();
    const killed = await holdElsewhere();
    killed.process.kill('SIGKILL');
    await start();
    await eventually('its server has ended', async () => !(await runs(killed.serverPid)));
    expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('starts although a crash of the machine left its lock file behind, with the pid of another process', async () => {
    await stop();
    const lock = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
    await writeFile(lock, `${process.pid}\n${join(dataDir, 'postgres', 'cluster')}\n1\n5432\n\n\n\nready   \n`);
    await start();
    expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('starts in a folder whose name is too long for a socket', async () => {
    const deep = join(folder, 'x'.repeat(120));
    const other = await EmbeddedPostgres.start({ dataDir: deep, durable: false });
    const client = new pg.Client({ connectionString: other.url });
    await client.connect();
    await client.end();
    const socket = decodeURIComponent(new URL(other.url).hostname);
    await other.stop();
    expect(socket.startsWith(tmpdir())).toBe(true);
    await expect(stat(socket)).rejects.toThrow('ENOENT');
  });

  it('says why when the server does not start', async () => {
    await stop();
    const version = join(dataDir, 'postgres', 'cluster', 'PG_VERSION');
    const { uid, gid } = await stat(version);
    await writeFile(version, '9\n');
    await expect(start()).rejects.toThrow(/database files are incompatible with server/);
    await writeFile(version, '18\n', { mode: 0o600 });
    expect(await stat(version)).toMatchObject({ uid, gid });
  });

  describeOnLinux('on Linux', () => {
    it('passes none of our environment to the server', async () => {
      const environment = await readFile(`/proc/${server?.pid}/environ`, 'utf8');
      const names = environment.split('\0').map((variable) => variable.split('=')[0]);
      // The shell adds PWD and the like.
      expect(names.filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_', ''].includes(name ?? '')).sort()).toEqual([
        'LC_ALL',
        'PATH',
        'TZ',
      ]);
    });
  });

  describeAsRoot('as root', () => {
    it('lets no other user of the machine connect', async () => {
      const program = "require('net').connect(process.argv[1]).on('error', (error) => console.log(error.code))";
      const socket = join(dataDir, 'postgres', 'socket', '.s.PGSQL.5432');
      const stranger = spawn(process.execPath, ['-e', program, socket], { uid: 65_534, gid: 65_534, cwd: '/' });
      const [code] = (await once(stranger.stdout, 'data')) as [Buffer];
      expect(code.toString().trim()).toBe('EACCES');
    });

    it('says which folder its user may not enter', async () => {
      const closed = join(folder, 'closed');
      await mkdir(closed, { mode: 0o700 });
      const refused = EmbeddedPostgres.start({ dataDir: join(closed, 'data'), durable: false });
      await expect(refused).rejects.toThrow(
        new RegExp(`who may not enter ${closed}: allow it \\(chmod o\\+x ${closed}\\)`),
      );
    });
  });

  async function holdElsewhere() {
    const holder = spawn(process.execPath, [compiled('test/database/hold-database.ts'), dataDir], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: holder.stdout }), 'line')) as [string];
    return { process: holder, serverPid: Number(line) };
  }
});

/** Whether the process still runs. One that has ended and waits to be reaped has no command line. */
async function runs(pid: number): Promise<boolean> {
  if (process.platform === 'linux') return (await readFile(`/proc/${pid}/cmdline`).catch(() => '')).length > 0;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
