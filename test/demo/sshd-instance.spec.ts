import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redacted } from '../../src/common/redacted.ts';
import { startSshdInstance, type SshdInstance } from '../../src/demo/sshd-instance.ts';
import { eventually } from '../support/eventually.ts';
import { OpensshClient, type Login } from '../../src/demo/openssh-client.ts';
import { describeWithSshd, describeWithSshdAnd } from '../support/requirements.ts';
import { leavesNothing } from './leaves-nothing.ts';
import { behavesAsATarget } from './target-behaviour.ts';

const password = new Redacted('some-Passw0rd');

describeWithSshd('A real OpenSSH server as target', () => {
  behavesAsATarget(startSshdInstance);
  leavesNothing('sshd', startSshdInstance);

  describe('on its own account', () => {
    let target: SshdInstance;
    let client: OpensshClient;
    const ops = (): Login => ({ port: target.port, user: 'ops', password });

    beforeAll(async () => {
      client = await OpensshClient.create();
      target = await startSshdInstance({ users: [{ name: 'ops', password }], sshdOptions: ['MaxAuthTries 2'] });
    });

    afterAll(async () => {
      await target?.stop();
      await client?.close();
    });

    it('logs what it does, and never a password', async () => {
      await client.ssh(ops(), 'true');
      const log = await target.log();
      expect(log).toContain('Accepted password for ops');
      expect(log).not.toContain(password.reveal());
    });

    it('shows the processes of its sessions and none of the machine', async () => {
      const session = await client.start(ops(), ['target', 'exec sleep 4321']);
      const commands = async () => (await target.processes()).map(({ command }) => command);
      await eventually('the command runs', async () => (await commands()).includes('sleep 4321'));
      expect((await commands()).filter((command) => !/^(sshd: |sleep 4321)/.test(command))).toEqual([]);
      session.kill();
    });

    it('has files that the machine can write and read without SSH', async () => {
      await writeFile(target.path('/home/ops/given'), 'given\n');
      const { stdout } = await client.ssh(ops(), 'cat given; echo taken >taken; chmod 600 taken');
      expect(stdout.toString()).toBe('given\n');
      expect(await readFile(target.path('/home/ops/taken'), 'utf8')).toBe('taken\n');
    });

    it('knows no password of an account of the machine', async () => {
      const hashes = (await readFile(target.path('/etc/shadow'), 'utf8'))
        .split('\n')
        .map((line) => line.split(':').slice(0, 2));
      const withPassword = hashes.filter(([, hash]) => hash !== undefined && hash !== '*').map(([name]) => name);
      expect(withPassword).toEqual(['ops']);
    });

    it('serves 300 sessions at the same time from 20 clients', async () => {
      const clients = Array.from({ length: 20 }, (_, number) => shared(client.folder, number, ops()));
      const opened = await Promise.all(clients.map((login) => client.ssh(login, 'echo first', { limit: 60_000 })));
      expect(opened.map(({ status }) => status)).toEqual(clients.map(() => 0));
      const sessions = clients.flatMap((login) =>
        Array.from({ length: 15 }, () => client.ssh(login, 'echo more; cat', { input: 'x' })),
      );
      const outputs = (await Promise.all(sessions)).map(({ stdout }) => stdout.toString());
      expect(outputs).toEqual(Array.from({ length: 300 }, () => 'more\nx'));
    });

    it('cannot be started with an account called root or with an invalid name', async () => {
      await expect(startSshdInstance({ users: [{ name: 'root' }] })).rejects.toThrow('cannot be an account');
      await expect(startSshdInstance({ users: [{ name: 'a:b' }] })).rejects.toThrow('cannot be an account');
    });
  });
});

describeWithSshdAnd(['rsync'], 'A real OpenSSH server as target of rsync', () => {
  it('receives and sends a tree', async () => {
    const client = await OpensshClient.create();
    const target = await startSshdInstance({ users: [{ name: 'ops', password }] });
    const bytes = randomBytes(2_000_000);
    const file = join(client.folder, 'original');
    await writeFile(file, bytes);
    const login = { port: target.port, user: 'ops', password };
    const there = await client.rsync(login, ['-a', file, 'target:copy']);
    const back = await client.rsync(login, ['-a', 'target:copy', `${file}-back`]);
    expect([there.status, back.status]).toEqual([0, 0]);
    const digests = [bytes, await readFile(`${file}-back`)].map((data) =>
      createHash('sha256').update(data).digest('hex'),
    );
    expect(digests[1]).toBe(digests[0]);
    await target.stop();
    await client.close();
  });
});

// Sessions with the same number share a connection, like those of one person's ssh.
function shared(folder: string, number: number, login: Login): Login {
  return { ...login, options: ['ControlMaster auto', `ControlPath ${folder}/mux-${number}`, 'ControlPersist 20'] };
}
