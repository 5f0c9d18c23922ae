import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { finish, type Outcome } from '../../src/demo/openssh-client.ts';
import { account, BrokerUnderTest, said, type Server } from './broker-under-test.ts';

const run = promisify(execFile);

export interface Transfers {
  /** Bytes of each transfer. */
  readonly size: number;
  /** Milliseconds that a transfer may take on a busy machine. */
  readonly limit: number;
  /** How much the client and the server send under one key, as in `RekeyLimit`. Default: as their ciphers want it. */
  readonly rekeyLimit?: string;
}

/** What holds for transfers of every size, whichever program makes them. */
export function itTransfers({ size, limit, rekeyLimit = 'default' }: Transfers): void {
  const options = [`RekeyLimit ${rekeyLimit}`];
  let broker: BrokerUnderTest;
  let web: Server;
  let folder: string;
  let source: string;
  let digest: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'large-'));
    source = join(folder, 'source');
    await run('sh', ['-c', `head -c ${size} /dev/urandom > ${source}`]);
    digest = await digestOf(source);
    broker = await BrokerUnderTest.start();
    web = await broker.server('web-01', { sshdOptions: options });
    await broker.engineer('alice', [web]);
    await run('cp', [source, web.sshd.path(`/home/${account}/source`)]);
  }, limit);

  afterAll(async () => {
    await broker.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function digestOf(file: string): Promise<string> {
    return (await run('sha256sum', [file])).stdout.split(' ')[0]!;
  }

  /** The digest of a file that was sent to or fetched from the server. Removes the file. */
  async function arrived(file: string): Promise<string> {
    const found = await digestOf(file);
    await rm(file);
    return found;
  }

  const login = () => ({ ...broker.on(web), options });
  const toList = () => ({ ...broker.login('alice'), options });
  const inList = `${account}@web-01/~`;
  const atServer = (name: string) => web.sshd.path(`/home/${account}/${name}`);
  const here = (name: string) => join(folder, name);

  it(
    'to a command',
    async () => {
      const input = await open(source);
      const child = await broker.client.start(login(), ['target', 'sha256sum; exit 5'], [input.fd, 'pipe', 'pipe']);
      const outcome = await finish(child, { limit });
      await input.close();
      expect(outcome.stdout.toString()).toBe(`${digest}  -\n`);
      expect(said(outcome)).toBe('');
      expect(outcome.status).toBe(5);
    },
    limit,
  );

  it(
    'from a command',
    async () => {
      const output = await open(here('from-cat'), 'w');
      const child = await broker.client.start(login(), ['target', 'cat source; exit 6'], ['ignore', output.fd, 'pipe']);
      const outcome = await finish(child, { limit });
      await output.close();
      expect(outcome.status).toBe(6);
      expect(await arrived(here('from-cat'))).toBe(digest);
    },
    limit,
  );

  it.each<[string, (name: string) => Promise<Outcome>]>([
    ['scp', (name) => broker.client.scp(login(), [source, `target:${name}`], { limit })],
    ['scp-O', (name) => broker.client.scp(login(), ['-O', source, `target:${name}`], { limit })],
    ['sftp', (name) => broker.client.sftp(login(), [`put ${source} ${name}`], { limit })],
    ['sftp-list', (name) => broker.client.sftp(toList(), [`put ${source} ${inList}/${name}`], { limit })],
    ['rsync', (name) => broker.client.rsync(login(), ['-a', source, `target:${name}`], { limit })],
  ])(
    'to a file by %s',
    async (way, copy) => {
      expect((await copy(`to-${way}`)).status).toBe(0);
      expect(await arrived(atServer(`to-${way}`))).toBe(digest);
    },
    limit,
  );

  it.each<[string, (file: string) => Promise<Outcome>]>([
    ['scp', (file) => broker.client.scp(login(), ['target:source', file], { limit })],
    ['scp-O', (file) => broker.client.scp(login(), ['-O', 'target:source', file], { limit })],
    ['sftp', (file) => broker.client.sftp(login(), [`get source ${file}`], { limit })],
    ['sftp-list', (file) => broker.client.sftp(toList(), [`get ${inList}/source ${file}`], { limit })],
    ['rsync', (file) => broker.client.rsync(login(), ['-a', 'target:source', file], { limit })],
  ])(
    'from a file by %s',
    async (way, copy) => {
      expect((await copy(here(`from-${way}`))).status).toBe(0);
      expect(await arrived(here(`from-${way}`))).toBe(digest);
    },
    limit,
  );
}
