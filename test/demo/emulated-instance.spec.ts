import { Redacted } from '../../src/common/redacted.ts';
import { startEmulatedInstance, type EmulatedInstance } from '../../src/demo/emulated-instance.ts';
import { newManagementLogin } from '../../src/demo/management-login.ts';
import { OpensshClient } from '../../src/demo/openssh-client.ts';
import { generateSshKeyPair, parsePrivateKey } from '../../src/ssh/keys.ts';
import { openTerminal } from '../support/openssh-terminal.ts';
import { describeWithPrograms } from '../support/requirements.ts';
import { leavesNothing } from './leaves-nothing.ts';
import { behavesAsATarget } from './target-behaviour.ts';

describeWithPrograms(['ssh', 'scp', 'sftp'], 'An emulated instance', () => {
  behavesAsATarget(startEmulatedInstance);
  leavesNothing('emulated', startEmulatedInstance);

  describe('on its own account', () => {
    const password = new Redacted('some-Passw0rd');
    let target: EmulatedInstance;
    let client: OpensshClient;

    beforeAll(async () => {
      client = await OpensshClient.create();
      target = await startEmulatedInstance({
        name: 'db-01',
        management: 'password',
        terminals: false,
        users: [
          { name: 'ops', password },
          { name: 'admin', password, sudo: true },
        ],
      });
    });

    afterAll(async () => {
      await target?.stop();
      await client?.close();
    });

    const as = (user: string) => ({ port: target.port, user, password });

    it('calls itself emulated in its SSH version', async () => {
      const { stderr } = await client.ssh(as('ops'), 'true', { flags: ['-v'] });
      expect(stderr).toContain('remote software version Sallyport_emulated_instance');
    });

    it('calls itself emulated in the greeting and the prompt, and works in lines without a terminal library', async () => {
      const terminal = await openTerminal(client, as('ops'));
      await terminal.shows(/Emulated instance db-01.*\r\n.*line mode.*\r\nops@db-01 \(emulated\):\S+\$ $/);
      terminal.write('echo $((6 * 7)); exit 6\r');
      expect(await terminal.ended).toBe(6);
      expect(terminal.screen()).toMatch(/42\r\n/);
      expect(terminal.screen()).toContain('PTY allocation request failed');
    });

    it('lets an account with sudo change passwords, and no other', async () => {
      const change = { input: 'ops:some-Passw0rd\n' };
      expect((await client.ssh(as('admin'), 'sudo -n chpasswd', change)).status).toBe(0);
      const refused = await client.ssh(as('ops'), 'sudo -n chpasswd', change);
      expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('a password is required')]);
    });

    it('runs a script through sudo as root in the emulation, from standard input too', async () => {
      const input = 'id -un; whoami; echo "$HOME" | grep -c "/root$"; exit 3\n';
      const { status, stdout } = await client.ssh(as('admin'), 'sudo -n -u root -- /bin/sh -s', { input });
      expect([status, stdout.toString()]).toEqual([3, 'root\nroot\n1\n']);
    });

    it('runs nothing as root of the machine', async () => {
      const { stdout } = await client.ssh(as('admin'), 'sudo -n /usr/bin/id -u');
      expect(stdout.toString().trim()).not.toBe('0');
    });

    it('changes a password that has every printable character', async () => {
      const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
      const odd = new Redacted(`${printable}end`);
      expect((await client.ssh(as('admin'), 'sudo -n chpasswd', { input: `ops:${odd.reveal()}\n` })).status).toBe(0);
      expect((await client.ssh({ ...as('ops'), password: odd }, 'true')).status).toBe(0);
      expect((await client.ssh(as('admin'), 'sudo -n chpasswd', { input: `ops:${password.reveal()}\n` })).status).toBe(
        0,
      );
    });

    it('says which lines chpasswd refused, and accepts the others', async () => {
      const input = `no colon\nghost:x\nops:${password.reveal()}\nops:${'y'.repeat(500)}\n`;
      const { status, stderr } = await client.ssh(as('admin'), 'sudo -n chpasswd', { input });
      expect(status).toBe(1);
      for (const complaint of ['not "user:password"', 'unknown user ghost', 'line too long'])
        expect(stderr).toContain(complaint);
      expect((await client.ssh(as('ops'), 'true')).status).toBe(0);
    });

    it('refuses chown to an unknown account and of a missing file', async () => {
      const script =
        'touch a; chown ghost: a && echo wrong; chown admin: missing && echo wrong; chown -R admin:admin a';
      const { status, stdout, stderr } = await client.ssh(as('admin'), script);
      expect([status, stdout.toString()]).toEqual([0, '']);
      expect(stderr).toMatch(/invalid user: 'ghost:'\n.*No such file/);
    });

    it('does not honour a key whose options it does not know', async () => {
      const { credential, line } = await newKey();
      const login = { port: target.port, user: 'ops', privateKey: credential };
      const authorize = (text: string) =>
        client.ssh(as('ops'), 'mkdir -p .ssh; cat >.ssh/authorized_keys', { input: text });
      await authorize(`command="true" ${line}\n`);
      expect((await client.ssh(login, 'true')).status).toBe(255);
      await authorize(`${line}\n`);
      expect((await client.ssh(login, 'true')).status).toBe(0);
    });

    // One ed25519 key in 256 begins with a zero byte.
    it('generates keys that can be read, whatever they begin with', async () => {
      const other = await startEmulatedInstance({ users: [] });
      for (let made = 0; made < 600; made++) {
        await other.replaceHostKeys();
        const { credential } = await newManagementLogin('root');
        await expect(parsePrivateKey(credential.privateKey!)).resolves.toBeDefined();
      }
      await other.stop();
    });

    it('serves a hundred sessions at the same time', async () => {
      const runs = Array.from({ length: 100 }, (_, index) =>
        client.ssh(as('ops'), `echo ${index}; cat`, { input: 'x', limit: 120_000 }),
      );
      const outputs = (await Promise.all(runs)).map(({ stdout, stderr }) => stdout.toString() || stderr);
      expect(outputs).toEqual(Array.from({ length: 100 }, (_, index) => `${index}\nx`));
    }, 150_000);
  });
});

async function newKey(): Promise<{ credential: Redacted<string>; line: string }> {
  const { privateKey, publicKey } = await generateSshKeyPair('ed25519');
  return { credential: privateKey, line: publicKey };
}
