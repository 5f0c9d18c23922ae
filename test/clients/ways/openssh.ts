import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command, type Login, type SshClient } from './ssh-client.ts';

/** Answers what ssh asks, by the words of the prompt. */
const askpass = '#!/bin/sh\ncase "$1" in *Code*) echo "$CODE" ;; *) echo "$PASSWORD" ;; esac\n';

export const openssh: SshClient = {
  name: 'OpenSSH',
  needs: ['ssh', 'expect'],
  start: async (way, login) => {
    const ssh = ['ssh', '-F', await configurationFor(login)];
    const environment = await environmentFor(login);
    if (way === 'menu') return { command: onTerminal(...ssh, 'bastion'), environment };
    const place = way === 'jump' ? ['-J', 'bastion', `${login.account}@${login.host}`] : ['bastion'];
    return { command: [...ssh, ...place, command], environment };
  },
};

/** A client on a terminal, where somebody answers and chooses from the menu. */
export function onTerminal(...client: readonly string[]): string[] {
  return ['expect', '-f', 'test/clients/ways/ways.exp', '--', ...client];
}

/** For ssh, and what starts it. */
export async function configurationFor({ port, user, keyFile = 'none', folder }: Login): Promise<string> {
  const file = join(folder, 'ssh_config');
  const lines = [
    'Host bastion',
    'HostName 127.0.0.1',
    `Port ${port}`,
    `User ${user}`,
    `IdentityFile ${keyFile}`,
    'Host *',
    'IdentitiesOnly yes',
    'IdentityAgent none',
    'StrictHostKeyChecking no',
    'UserKnownHostsFile /dev/null',
    'LogLevel ERROR',
    '',
  ];
  await writeFile(file, lines.join('\n'));
  return file;
}

async function environmentFor({ password = '', code = '', folder }: Login): Promise<Record<string, string>> {
  const file = join(folder, 'askpass');
  await writeFile(file, askpass, { mode: 0o700 });
  return { SSH_ASKPASS: file, SSH_ASKPASS_REQUIRE: 'force', PASSWORD: password, CODE: code };
}
