import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duplexPair } from 'node:stream';
import { encodePacket, requestTypes as types } from '../../../../src/broker/lobby/files/protocol.ts';
import { uint32, wireString } from '../../../../src/ssh/wire.ts';
import { eventually } from '../../../support/eventually.ts';
import { describeWithSshd } from '../../../support/requirements.ts';
import { client, host, leaveAll } from './file-client.ts';

describeWithSshd('the targets that SFTP has entered', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'files-'))));
  afterEach(async () => {
    leaveAll();
    await rm(folder, { recursive: true, force: true });
  });
  const two = [host('a'), host('b')];
  const version = encodePacket(2, 3);
  const ok = [uint32(0), wireString(''), wireString('')];

  it('ends a session whose server has not greeted yet when its client leaves', async () => {
    const { sftp, streams, leave, ended } = await client(two, () => duplexPair()[0]);
    sftp.send(types.stat, wireString('/root@a/x'));
    await eventually('the target is entered', () => streams.length === 1);
    leave();
    await ended;
    await eventually('the session has ended', () => streams[0]!.destroyed);
  });

  it('leaves no target that is being entered for another', async () => {
    const greetings: (() => void)[] = [];
    const hosts = Array.from({ length: 9 }, (_, number) => host(`h${number}`));
    const { sftp, streams } = await client(hosts, () => {
      const [ours, theirs] = duplexPair();
      greetings.push(() => theirs.write(Buffer.concat([version, encodePacket(101, 1, ...ok)])));
      theirs.resume();
      return ours;
    });
    const asked = hosts.map(({ hostName }) => sftp.send(types.rmdir, wireString(`/root@${hostName}/x`)));
    const { code, text } = await sftp.reply(asked[8]!);
    expect([code, text]).toEqual([4, expect.stringContaining('too many other targets')]);
    for (const greet of greetings) greet();
    for (const id of asked.slice(0, 8)) expect((await sftp.reply(id)).code).toBe(0);
    expect(streams.map(({ destroyed }) => destroyed)).toEqual(Array(8).fill(false));
  });

  it('keeps no handle that a server gives for something else than an opening', async () => {
    const { sftp } = await client(two, () => {
      const [ours, theirs] = duplexPair();
      theirs.resume().write(Buffer.concat([version, encodePacket(102, 1, wireString('h'))]));
      return ours;
    });
    expect(await sftp.stat('/root@a/x')).toMatchObject({ code: 4, text: expect.stringContaining('not SFTP') });
  });

  it('enters what a folder leads to now, after hosts have changed their names', async () => {
    const accounts = [host('a'), host('b')];
    const { sftp, opened } = await client(accounts);
    await sftp.realpath('/root@a/tmp');
    const ids = (id: string) => ({ hostId: id, hostAccountId: id });
    accounts.splice(0, 2, host('a', ids('b')), host('c', ids('a')));
    expect(await sftp.list('/')).toEqual(['.', '..', 'root@a', 'root@c']);
    await sftp.realpath('/root@a/tmp');
    expect(opened).toHaveLength(2);
  });

  it('calls a folder as before while others come to a list that is read page by page', async () => {
    const accounts = Array.from({ length: 1001 }, (_, number) => host(`h${number}`));
    const slice = (from: number, to: number) => {
      const page = [...accounts].slice(from, to);
      accounts.unshift(host(`earlier-${accounts.length}`));
      return page;
    };
    const { sftp } = await client(Object.assign(accounts, { slice }));
    expect(await sftp.list('/')).toEqual(expect.arrayContaining(['root@h999', 'root@h1000']));
  });

  it('takes no handle of a lost session for one of the session that came after it', async () => {
    await writeFile(join(folder, 'source'), 'hello');
    await writeFile(join(folder, 'victim'), 'precious');
    const { sftp, streams } = await client(two);
    const { handle: lost } = await sftp.open(`/root@a${folder}/copy`, 2 | 8);
    streams[0]!.destroy();
    await eventually('the target is entered anew', async () => (await sftp.realpath('/root@a')).code === undefined);
    // The first that its server opens, as `lost` was for the one before it.
    await sftp.open(`/root@a${folder}/victim`, 2);
    const { handle: source } = await sftp.open(`/root@a${folder}/source`, 1);
    const range = [wireString(source!), Buffer.alloc(16), wireString(lost!), Buffer.alloc(8)];
    expect(await sftp.extended('copy-data', ...range)).toMatchObject({ code: 4, text: 'no such handle' });
    expect(await readFile(join(folder, 'victim'), 'utf8')).toBe('precious');
  });
});
