import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configurationFor } from './openssh.ts';
import { command, type Login, type SshClient } from './ssh-client.ts';

const noTerminal = 'Ansible has no terminal, without which there is no menu';
const noQuestion = 'Ansible answers no question but that for the password';

export const ansible: SshClient = {
  name: 'Ansible',
  needs: ['ansible', 'sshpass'],
  start: async (way, login) => ({
    command: ['ansible', 'target', '-i', await inventoryFor(login, way === 'jump'), '-m', 'raw', '-a', command],
    environment: { ANSIBLE_HOST_KEY_CHECKING: 'False', ANSIBLE_LOCAL_TEMP: join(login.folder, 'ansible') },
  }),
  cannot: { menu: noTerminal, 'key and code': noQuestion },
};

async function inventoryFor(login: Login, jumps: boolean): Promise<string> {
  const { folder, password, account, host } = login;
  const place = jumps ? `ansible_host=${host} ansible_user=${account}` : 'ansible_host=bastion';
  const proxy = jumps ? ' -J bastion' : '';
  const variables = [
    `target ${place}`,
    `ansible_ssh_common_args="-F ${await configurationFor(login)}${proxy}"`,
    ...(password === undefined ? [] : [`ansible_password="${password}"`]),
  ];
  const file = join(folder, 'inventory.ini');
  await writeFile(file, `${variables.join(' ')}\n`, { mode: 0o600 });
  return file;
}
