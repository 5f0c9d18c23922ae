import { mkdtemp, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duplexPair } from 'node:stream';
import { FileServer } from '../../../../src/broker/lobby/files/file-server.ts';
import { encodePacket, requestTypes as types, statusCodes } from '../../../../src/broker/lobby/files/protocol.ts';
import { Outage } from '../../../../src/common/outage.ts';
import { uint32, wireString } from '../../../../src/ssh/wire.ts';
import { eventually } from '../../../support/eventually.ts';
import { describeWithSshd } from '../../../support/requirements.ts';
import { client, host, leaveAll, sftpServer } from './file-client.ts';
import { RawSftp } from './raw-sftp.ts';

describeWithSshd('SFTP without a target', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'files-'))));
  afterEach(async () => {
    leaveAll();
    await rm(folder, { recursive: true, force: true });
  });
  const two = [host('a'), host('b')];

  it('lists a folder per account, and enters none of them for it', async () => {
    const { sftp, opened } = await client(Array.from({ length: 250 }, (_, number) => host(`h${number}`)));
    const names = await sftp.list('.');
    expect(names).toHaveLength(252);
    expect(names.slice(0, 4)).toEqual(['.', '..', 'root@h0', 'root@h1']);
    expect((await sftp.realpath('.')).names).toEqual(['/']);
    expect((await sftp.realpath('/..')).names).toEqual(['/']);
    expect((await sftp.stat('/root@h1')).code).toBeUndefined();
    expect(opened).toEqual([]);
  });

  it('enters a target once, and the same path means the same to both', async () => {
    await writeFile(join(folder, 'greeting'), 'hello');
    const { sftp, opened } = await client(two);
    expect((await sftp.realpath('root@a')).names).toEqual(['/root@a']);
    expect((await sftp.realpath(`/root@a${folder}/.`)).names).toEqual([`/root@a${folder}`]);
    expect((await sftp.realpath('/root@a/tmp/../..')).names).toEqual(['/']);
    expect((await sftp.realpath('/root@a/~')).names).toEqual([`/root@a${process.cwd()}`]);
    expect(await sftp.list(`/root@a${folder}`)).toContain('greeting');
    const { handle } = await sftp.open(`/root@a${folder}/greeting`, 1);
    const { data } = await sftp.ask(types.read, wireString(handle!), uint32(0), uint32(0), uint32(100));
    expect(data?.toString()).toBe('hello');
    expect(opened).toEqual(['a']);
  });

  it('shows and makes absolute links as paths of the list, and refuses those that leave the target', async () => {
    await symlink('/etc/hosts', join(folder, 'absolute'));
    await symlink('../x', join(folder, 'relative'));
    const { sftp } = await client(two);
    const read = async (name: string) => (await sftp.ask(types.readlink, `/root@a${folder}/${name}`)).names;
    expect(await read('absolute')).toEqual(['/root@a/etc/hosts']);
    expect(await read('relative')).toEqual(['../x']);
    const make = (text: string, name: string) => sftp.ask(types.symlink, text, `/root@a${folder}/${name}`);
    expect((await make('/root@a/etc/passwd', 'new')).code).toBe(0);
    expect(await readlink(join(folder, 'new'))).toBe('/etc/passwd');
    for (const text of ['/root@b/etc/passwd', '/etc/passwd', '/', '/root@a/~/x'])
      expect(await make(text, 'other')).toMatchObject({ code: 8, text: expect.stringContaining('the same target') });
  });

  it.each([
    ['RENAME', (sftp: RawSftp, from: string, to: string) => sftp.ask(types.rename, from, to)],
    ['posix-rename', (sftp: RawSftp, from: string, to: string) => sftp.extended('posix-rename@openssh.com', from, to)],
    ['hardlink', (sftp: RawSftp, from: string, to: string) => sftp.extended('hardlink@openssh.com', from, to)],
    [
      'copy-data',
      async (sftp: RawSftp, from: string, to: string) => {
        const [source, copy] = [await sftp.open(from, 1), await sftp.open(to, 2 | 8)];
        const range = Buffer.alloc(16);
        return sftp.extended('copy-data', wireString(source.handle!), range, wireString(copy.handle!), Buffer.alloc(8));
      },
    ],
  ])('%s works within a target, and is refused between two', async (_name, attempt) => {
    await writeFile(join(folder, 'from'), 'hello');
    const { sftp } = await client(two);
    expect(await attempt(sftp, `/root@a${folder}/from`, `/root@b${folder}/to`)).toMatchObject({
      code: statusCodes.unsupported,
      text: expect.stringContaining('between two targets'),
    });
    expect((await attempt(sftp, `/root@a${folder}/from`, `/root@a${folder}/to2`)).code).toBe(0);
    expect(await readFile(join(folder, 'to2'), 'utf8')).toBe('hello');
  });

  it.each([
    ['MKDIR in the list', (sftp: RawSftp) => sftp.ask(types.mkdir, '/new', uint32(0)), 3, 'no target that you may use'],
    ['MKDIR of the list', (sftp: RawSftp) => sftp.ask(types.mkdir, '/', uint32(0)), 3, 'the list of targets'],
    ['a file in the list', (sftp: RawSftp) => sftp.open('/notes', 2 | 8), 3, 'no target that you may use'],
    ['a target that is not listed', (sftp: RawSftp) => sftp.realpath('/root@c/tmp'), 2, 'is called root@c'],
    ['a name with escapes', (sftp: RawSftp) => sftp.realpath('/\u001b[2Jx'), 2, 'is called ?[2Jx'],
    ['an unknown extension', (sftp: RawSftp) => sftp.extended('limits@openssh.com'), 8, 'not supported'],
    ['an unknown request', (sftp: RawSftp) => sftp.ask(99, 'x'), 8, 'not supported'],
    ['a handle that there is not', (sftp: RawSftp) => sftp.close(uint32(77)), 4, 'no such handle'],
    ['a handle of another length', (sftp: RawSftp) => sftp.close(Buffer.from('x')), 4, 'no such handle'],
    [
      'WRITE to the open list',
      async (sftp: RawSftp) => sftp.ask(types.write, wireString(await sftp.openFolder('/')), Buffer.alloc(12)),
      4,
      'not a file',
    ],
    ['an account without a credential', (sftp: RawSftp) => sftp.realpath('/root@typed'), 4, 'SFTP cannot ask for one'],
  ])('refuses %s, says why, and goes on', async (_name, attempt, code, text) => {
    const { sftp } = await client([...two, host('typed', { credentialKind: 'Typed' })]);
    expect(await attempt(sftp)).toMatchObject({ code, text: expect.stringContaining(text) });
    expect((await sftp.realpath('/root@a/tmp')).names).toEqual(['/root@a/tmp']);
  });

  it('says why beside the channel too, once, but not what clients show anyway or have only asked for', async () => {
    const { sftp, complaints } = await client([host('a', { credentialKind: 'Typed' })]);
    await sftp.realpath('/root@a');
    await sftp.stat('/root@b');
    expect(complaints).toEqual([]);
    for (const name of ['1', '2']) await sftp.open(`/root@a/${name}`, 1);
    expect(complaints).toEqual([
      expect.stringMatching(/^sallyport: root@a: the bastion holds no credential .*; use ssh$/),
    ]);
  });

  it('says why a target cannot be entered, to every request that waits for it, and tries again afterwards', async () => {
    const attempts = [() => Promise.reject(new Error('the server cannot\u001b be reached')), sftpServer];
    let arrived = () => {};
    const secondArrived = new Promise<void>((resolve) => (arrived = resolve));
    const { sftp, opened } = await client(two, () => secondArrived.then(attempts.shift()));
    const waiting = ['/root@a', '/root@a/tmp'].map((path) => sftp.send(types.realpath, wireString(path)));
    await sftp.realpath('/');
    arrived();
    for (const id of waiting)
      expect(await sftp.reply(id)).toMatchObject({ code: 4, text: 'root@a: the server cannot? be reached' });
    expect((await sftp.realpath('/root@a')).names).toEqual(['/root@a']);
    expect(opened).toEqual(['a', 'a']);
  });

  it('answers what a lost target still owed, and enters it anew', async () => {
    const { sftp, streams } = await client(two);
    const { handle } = await sftp.open('/root@a/etc/passwd', 1);
    await sftp.realpath('/root@b');
    streams[0]!.destroy();
    const isLost = async () => (await sftp.ask(types.fstat, wireString(handle!))).code === statusCodes.failure;
    await eventually('the file is lost', isLost);
    expect(await sftp.close(handle!)).toMatchObject({ text: 'root@a: the connection to the server was lost' });
    expect((await sftp.realpath('/root@a/etc')).names).toEqual(['/root@a/etc']);
    expect(streams[1]!.destroyed).toBe(false);
  });

  const version = encodePacket(2, 3);
  const ok = [uint32(0), wireString(''), wireString('')];
  it.each([
    ['text instead of packets', Buffer.from('Welcome to Ubuntu\n'), 'not SFTP'],
    ['a version that is too old', encodePacket(2, 2), 'not SFTP'],
    ['a broken list of extensions', encodePacket(2, 3, uint32(99)), 'not SFTP'],
    ['an answer that nobody waits for', Buffer.concat([version, encodePacket(101, 999, uint32(0))]), 'not SFTP'],
    ['a handle that is cut short', Buffer.concat([version, encodePacket(102, 1, uint32(9))]), 'not SFTP'],
    ['an enormous handle', Buffer.concat([version, encodePacket(102, 1, wireString('x'.repeat(257)))]), 'not SFTP'],
    ['an enormous packet', Buffer.concat([version, uint32(2 ** 20)]), 'not SFTP'],
  ])('survives a server that answers with %s', async (_name, answer, text) => {
    const { sftp } = await client(two, () => {
      const [ours, theirs] = duplexPair();
      theirs.resume().write(answer);
      return ours;
    });
    expect(await sftp.realpath('/root@a')).toMatchObject({ code: 4, text: expect.stringContaining(text) });
  });

  it('renames by the draft on a server without extensions, and refuses the others', async () => {
    const asked: number[] = [];
    const { sftp, extensions } = await client(two, () => {
      const [ours, theirs] = duplexPair();
      theirs.on('data', (packet: Buffer) => {
        asked.push(packet[4]!);
        theirs.write(packet[4] === types.init ? version : encodePacket(101, packet.readUInt32BE(5), ...ok));
      });
      return ours;
    });
    expect(extensions).toContain('posix-rename@openssh.com');
    expect((await sftp.extended('posix-rename@openssh.com', '/root@a/x', '/root@a/y')).code).toBe(0);
    expect(asked).toEqual([types.init, types.rename]);
    expect((await sftp.extended('statvfs@openssh.com', '/root@a/x')).code).toBe(statusCodes.unsupported);
  });

  it.each([
    ['an empty packet', uint32(0)],
    ['an enormous packet', uint32(256 * 1024 + 1)],
    ['a path that is cut short', encodePacket(types.stat, 1, uint32(9))],
    ['a path with NUL', encodePacket(types.stat, 1, wireString('/root@a/\0'))],
    ['an enormous path', encodePacket(types.stat, 1, wireString('x'.repeat(40_000)))],
  ])('ends the channel of a client that sends %s', async (_name, bytes) => {
    const { sftp, ended } = await client(two);
    sftp.stream.write(bytes);
    expect(await ended).toMatch(/SFTP packet|request|path/);
  });

  it('takes a packet in single bytes', async () => {
    const { sftp } = await client(two);
    for (const byte of encodePacket(types.realpath, 1, wireString('.'))) sftp.stream.write(Buffer.of(byte));
    expect((await sftp.reply(1)).names).toEqual(['/']);
  });

  it('opens no more than 256 files', async () => {
    const { sftp } = await client(two);
    const place = `/root@a${folder}`;
    for (let count = 0; count < 256; count++) await sftp.openFolder(place);
    expect(await sftp.ask(types.opendir, place)).toMatchObject({ code: 4, text: 'too many files are open' });
    await sftp.close(uint32(1));
    expect((await sftp.ask(types.opendir, place)).handle).toBeDefined();
  });

  it('opens the list no more than 8 times: it may be long', async () => {
    const { sftp } = await client(two);
    for (let count = 0; count < 8; count++) await sftp.openFolder('/');
    expect(await sftp.ask(types.opendir, '/')).toMatchObject({
      code: 4,
      text: 'the list of targets is open too often',
    });
    await sftp.close(uint32(1));
    expect((await sftp.ask(types.opendir, '/')).handle).toBeDefined();
  });

  it('leaves the target that was idle for longest when a ninth is entered, but none with an open file', async () => {
    const { sftp, streams } = await client(Array.from({ length: 10 }, (_, number) => host(`h${number}`)));
    const { handle } = await sftp.open('/root@h0/etc/passwd', 1);
    for (let number = 1; number < 9; number++) await sftp.realpath(`/root@h${number}`);
    await eventually('one was left', () => streams.some(({ destroyed }) => destroyed));
    expect(streams.findIndex(({ destroyed }) => destroyed)).toBe(1);
    expect((await sftp.close(handle!)).code).toBe(0);
  });

  it('reads no more from a client than may wait for a target', async () => {
    const { sftp } = await client(two, () => {
      const [ours, theirs] = duplexPair();
      // Answers the opening of one file, and nothing else.
      theirs.write(version);
      theirs.write(encodePacket(102, 1, wireString('h')));
      theirs.resume();
      return ours;
    });
    const { handle } = await sftp.open('/root@a/x', 2);
    const packet = encodePacket(
      types.write,
      9,
      wireString(handle!),
      Buffer.alloc(8),
      wireString(Buffer.alloc(200_000)),
    );
    let written = 0;
    for (; written < 100 && sftp.stream.writableLength < 500_000; written++) {
      sftp.stream.write(packet);
      await new Promise(setImmediate);
    }
    expect(written).toBeLessThan(40);
  });

  it('ends the sessions of a client that leaves, whatever they still owe', async () => {
    const { sftp, streams, leave, ended } = await client(two, () => {
      const [ours, theirs] = duplexPair();
      theirs.resume().write(version);
      return ours;
    });
    for (let count = 0; count < 300; count++) sftp.send(types.stat, wireString('/root@a/x'));
    await eventually('the target is entered', () => streams.length === 1);
    leave();
    await ended;
    await eventually('the session has ended', () => streams[0]!.destroyed);
  });

  it('says so when the list cannot be read', async () => {
    const [ours, theirs] = duplexPair();
    const list = () => Promise.reject(new Outage('down'));
    void new FileServer(
      theirs,
      () => {},
      list,
      () => Promise.reject(new Error()),
    ).serve();
    const sftp = new RawSftp(ours);
    await sftp.begin();
    expect(await sftp.ask(types.opendir, '/')).toMatchObject({
      code: 4,
      text: expect.stringContaining('not available'),
    });
    ours.destroy();
  });
});
