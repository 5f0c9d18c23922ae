import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountEntry } from '../../src/ecs/account-entry.api.ts';
import { describeWithPrograms } from '../support/requirements.ts';

const shells = [
  ['sh', ['/bin/sh']],
  ['ash', ['/bin/busybox', 'ash']],
] as const;

describeWithPrograms(['busybox'], 'the entry of an account', () => {
  let tools: string;
  beforeEach(async () => {
    tools = await mkdtemp(join(tmpdir(), 'sallyport-tools-'));
  });
  afterEach(() => rm(tools, { recursive: true }));

  /** Looks the name up where the folder's tools are the only ones. */
  function lookUp(shell: readonly string[], database: string, name: string): Promise<{ code: number; entry: string }> {
    const [program = '', ...options] = shell;
    const parameters = [...options, '-c', `${accountEntry}\naccount_entry "$@"`, 'sh', database, name];
    return new Promise((resolve) => {
      execFile(program, parameters, { env: { PATH: tools } }, (error, entry) =>
        resolve({ code: Number(error?.code ?? 0), entry }),
      );
    });
  }

  async function provideGetent(script: string): Promise<void> {
    await writeFile(join(tools, 'getent'), `#!/bin/sh\n${script}\n`);
    await chmod(join(tools, 'getent'), 0o700);
  }

  describe.each(shells)('in %s', (_name, shell) => {
    it('is read from the file where getent is missing', async () => {
      expect(await lookUp(shell, 'passwd', 'root')).toEqual({
        code: 0,
        entry: expect.stringMatching(/^root:x:0:0:.*\n$/),
      });
    });

    it.each(['roo', 'roott', 'r*', '.*', 'root:x', 'root\n', '', '0', '-x', '!', '(', '$(id)', "'"])(
      'is not that of another account when the name is %j',
      async (name) => {
        expect(await lookUp(shell, 'passwd', name)).toEqual({ code: 1, entry: '' });
      },
    );

    it('is that of getent where there is one, and does not exist when getent says so', async () => {
      await provideGetent('[ "$2" = far ] && echo "far:x:7:7::/far:/bin/sh" || exit 2');
      expect(await lookUp(shell, 'passwd', 'far')).toEqual({ code: 0, entry: 'far:x:7:7::/far:/bin/sh\n' });
      expect(await lookUp(shell, 'passwd', 'root')).toEqual({ code: 1, entry: '' });
    });

    it('is not that of the account with this number', async () => {
      await provideGetent('echo "far:x:7:7::/far:/bin/sh"');
      expect(await lookUp(shell, 'passwd', '7')).toEqual({ code: 1, entry: '' });
    });

    it.each([1, 3, 127])('is read from the file when getent ends with %d', async (code) => {
      await provideGetent(`exit ${code}`);
      expect(await lookUp(shell, 'passwd', 'root')).toMatchObject({ code: 0 });
    });

    it('is unknown rather than absent where nothing can be read', async () => {
      expect(await lookUp(shell, 'no-such-database', 'root')).toEqual({ code: 2, entry: '' });
    });
  });
});
