import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { editFilesOfHome } from '../../src/rotation/rotators/authorized-keys/edit-key-files.ts';
import { guardedPath } from '../../src/rotation/rotators/authorized-keys/guarded-path.ts';
import { lookForKey } from '../../src/rotation/rotators/authorized-keys/look-for-key.ts';
import type { KeyFileAction } from '../../src/rotation/rotators/authorized-keys/rewrite-key-file.ts';
import { describeWithSshdAnd } from '../support/requirements.ts';

const shells: [string, string[]][] = [
  ['dash', ['dash']],
  ['bash', ['bash', '--posix']],
  ['BusyBox', ['busybox', 'ash']],
];
const old = 'ssh-ed25519 AAAAold';
const fresh = 'ssh-rsa AAAAnew acs/ecs/web';
const other = 'ssh-rsa AAAAother somebody else';

/** A file's content and the options of the key’s line in it; undefined where it has no such line. */
const lines: [string, string, string | undefined][] = [
  ['a bare line', `${old}\n`, ''],
  ['a comment behind', `${old} me@here\n`, ''],
  ['blanks and a tab', ` \t ${old.replace(' ', ' \t ')}\tme\n`, ''],
  ['no line end', `${other}\n${old}`, ''],
  ['a carriage return', `${old}\r\n`, ''],
  ['options', `from="10.0.0.0/8",no-pty ${old}\n`, 'from="10.0.0.0/8",no-pty '],
  [
    'an option with blanks and quotes',
    `command="echo \\"a b\\" '#'",restrict ${old} x\n`,
    `command="echo \\"a b\\" '#'",restrict `,
  ],
  ['a backslash before a quote’s end', `command="c:\\\\",restrict ${old}\n`, undefined],
  ['a comment line', `# ${old}\n`, undefined],
  ['the key inside an option', `command="${old} " ${other}\n`, undefined],
  ['the key inside a comment', `${other} ${old}\n`, undefined],
  ['the key’s beginning', `${old}er\n`, undefined],
  ['another type', `ssh-rsa ${old.split(' ')[1]}\n`, undefined],
  ['a certificate authority', `cert-authority,principals="a" ${old}\n`, undefined],
  ['an option that only speaks of one', `command=",cert-authority," ${old}\n`, 'command=",cert-authority," '],
  ['junk', `${old.split(' ')[1]}\n"\n\\"\n=\n`, undefined],
];

const ended = (content: string) => (content.endsWith('\n') ? content : `${content}\n`);
const withoutLast = (content: string) => ended(content).replace(/[^\n]*\n$/, '');

describeWithSshdAnd(['dash', 'bash', 'busybox'], 'the scripts that find and change keys', () => {
  let home: string;
  let tools: string;
  const file = (name = 'authorized_keys') => join(home, '.ssh', name);

  beforeAll(async () => {
    tools = await mkdtemp(join(tmpdir(), 'sallyport-tools-'));
    const applets = ['awk', 'cat', 'chmod', 'cmp', 'cp', 'mkdir', 'mktemp', 'mv', 'readlink', 'rm', 'sync', 'ls'];
    for (const applet of applets) await symlink('/bin/busybox', join(tools, applet));
  });
  afterAll(() => rm(tools, { recursive: true }));
  beforeEach(async () => {
    // In memory, because the scripts sync to disk.
    home = await mkdtemp('/dev/shm/sallyport-home-');
    await mkdir(join(home, '.ssh'), { mode: 0o700 });
  });
  afterEach(() => rm(home, { recursive: true }));

  describe.each(shells)('in %s', (name, [program = '', ...options]) => {
    async function run(
      script: string,
      lines: string[],
      ...parameters: string[]
    ): Promise<{ code: number; said: string }> {
      const PATH = name === 'BusyBox' ? tools : process.env['PATH'];
      const shell = spawn(`/bin/${program}`, [...options, '-c', script, 'sh', ...parameters], {
        env: { PATH, HOME: home },
      });
      // A script that reads nothing may have ended already.
      shell.stdin.on('error', () => undefined).end(lines.map((line) => `${line}\n`).join(''));
      let said = '';
      shell.stdout.on('data', (text) => (said += String(text)));
      shell.stderr.on('data', (text) => (said += String(text)));
      const [code] = (await once(shell, 'close')) as [number];
      return { code, said };
    }

    const edit = (action: KeyFileAction, ...files: string[]) =>
      run(editFilesOfHome, [old, action === 'remove' ? '' : fresh, ...files], 'deploy', action);

    /** What the action makes of each content. */
    async function edited(action: KeyFileAction, contents: readonly string[]): Promise<string[]> {
      const files = contents.map((_, index) => file(`keys-${index}`));
      await Promise.all(files.map((path, index) => writeFile(path, contents[index]!)));
      const read = () => Promise.all(files.map((path) => readFile(path, 'utf8')));
      expect(await edit(action, ...files)).toEqual({ code: 0, said: '' });
      expect(await readdir(join(home, '.ssh'))).toHaveLength(files.length);
      return read();
    }

    it('read lines as sshd does', async () => {
      const contents = lines.map(([, content]) => content);
      const paths = contents.map((_, index) => file(`keys-${index}`));
      const afterwards = (make: (without: string, content: string, options: string) => string) =>
        lines.map(([, content, options]) =>
          options === undefined ? content : make(withoutLast(content), ended(content), options),
        );
      expect(await edited('add', contents)).toEqual(afterwards((_, all, options) => `${all}${options}${fresh}\n`));
      expect(await edited('remove', contents)).toEqual(afterwards((without) => without));
      expect(await edited('replace', contents)).toEqual(
        afterwards((without, _, options) => `${without}${options}${fresh}\n`),
      );
      expect(await edited('try', contents)).toEqual(contents);
      const held = lines.flatMap(([, , options], index) => (options === undefined ? [] : [`holds ${index + 1}\n`]));
      expect(await run(lookForKey, [old, ...paths, file('none')])).toEqual({ code: 0, said: held.join('') });
    });

    it('replace each of several lines once', async () => {
      const [one, two] = [`from="10.0.0.1" ${old}\n`, `from="10.0.0.2" ${old}\n`];
      const [newOne, newTwo] = [one, two].map((line) => line.replace(old, fresh));
      const both = `${one}${newOne}${other}\n${two}${newTwo}`;
      const fromNew = `${newOne}${other}\n${newTwo}`;
      expect(await edited('add', [`${one}${other}\n${two}`, both])).toEqual([both, both]);
      expect(await edited('replace', [both, `${one}${other}\n${two}`, fromNew])).toEqual([fromNew, fromNew, fromNew]);
    });

    it('start a new file where there is no line, nor a folder', async () => {
      expect(await edited('begin', [other])).toEqual([`${other}\n${fresh}\n`]);
      await rm(join(home, '.ssh'), { recursive: true });
      expect(await edit('begin', file())).toEqual({ code: 0, said: '' });
      expect(await readFile(file(), 'utf8')).toBe(`${fresh}\n`);
      expect((await lstat(file())).mode & 0o777).toBe(0o600);
    });

    it('leave very long lines and invalid text untouched', async () => {
      const content = Buffer.concat([
        Buffer.from('command="'),
        Buffer.alloc(200_000, '"a '),
        Buffer.from('\n\xff\xfe\n', 'latin1'),
      ]);
      await writeFile(file(), Buffer.concat([content, Buffer.from(`${old}\n`)]));
      expect(await edit('replace', file())).toEqual({ code: 0, said: '' });
      expect((await readFile(file())).equals(Buffer.concat([content, Buffer.from(`${fresh}\n`)]))).toBe(true);
    });

    it('report when only one of two files could be changed', async () => {
      await writeFile(file(), `${old}\n`);
      await mkdir(file('authorized_keys2'));
      expect(await edit('add', file(), file('authorized_keys2'))).toMatchObject({ code: 96 });
      expect(await edit('add', file('authorized_keys2'), file())).toMatchObject({ code: 84 });
    });

    it('do not lead root along paths that others can write to', async () => {
      const guarded = (path: string) => run(`${guardedPath}\nguarded "$1"`, [], path);
      expect(await guarded('/etc/./ssh//../ssh/keys/%u')).toEqual({ code: 0, said: '/etc/ssh/keys/%u\n' });
      expect(await guarded(file())).toMatchObject({ code: 1, said: '' });
      const root = await mkdtemp('/run/sallyport-guarded-');
      await chmod(root, 0o755);
      await mkdir(join(root, 'real'), { mode: 0o755 });
      await symlink('real', join(root, 'link'));
      await symlink(home, join(root, 'out'));
      await symlink('loop', join(root, 'loop'));
      expect(await guarded(`${root}/link/a b`)).toEqual({ code: 0, said: `${root}/real/a b\n` });
      expect(await guarded(`${root}/out/x`)).toMatchObject({ code: 1 });
      expect(await guarded(`${root}/loop/x`)).toMatchObject({ code: 1 });
      for (const mode of [0o775, 0o757, 0o1777]) {
        await chmod(join(root, 'real'), mode);
        expect(await guarded(`${root}/link/x`)).toMatchObject({ code: 1 });
      }
      await rm(root, { recursive: true });
    });
  });
});
