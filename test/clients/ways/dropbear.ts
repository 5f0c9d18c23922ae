import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTerminal } from './openssh.ts';
import { command, type Login, type SshClient } from './ssh-client.ts';

const run = promisify(execFile);

export const dropbear: SshClient = {
  name: 'dbclient',
  needs: ['dbclient', 'dropbearconvert', 'expect'],
  start: async (way, login) => {
    const bastion = await dbclientTo(login);
    // It gives this to whatever it is asked.
    const environment = { DROPBEAR_PASSWORD: login.code ?? login.password ?? '' };
    if (way === 'menu') return { command: onTerminal(...bastion, '127.0.0.1'), environment };
    if (way !== 'jump') return { command: [...bastion, '127.0.0.1', command], environment };
    const proxy = [...bastion, '-B', `${login.host}:22`, '127.0.0.1'].join(' ');
    return { command: ['dbclient', '-y', '-y', '-J', proxy, '-l', login.account, login.host, command], environment };
  },
};

async function dbclientTo({ port, user, keyFile, folder }: Login): Promise<string[]> {
  const place = ['dbclient', '-y', '-y', '-p', String(port), '-l', user];
  if (keyFile === undefined) return place;
  const converted = join(folder, 'key.dropbear');
  await run('dropbearconvert', ['openssh', 'dropbear', keyFile, converted]);
  return [...place, '-i', converted];
}
