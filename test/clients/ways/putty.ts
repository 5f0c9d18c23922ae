import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTerminal } from './openssh.ts';
import { command, type Login, type SshClient } from './ssh-client.ts';

const run = promisify(execFile);

export const putty: SshClient = {
  name: 'PuTTY (plink)',
  needs: ['plink', 'puttygen', 'expect'],
  start: async (way, login) => {
    const bastion = await plinkTo(login);
    if (way === 'menu') return { command: onTerminal(...bastion, '127.0.0.1') };
    // Asked on a terminal, or where there is none on standard input.
    if (way === 'key and code') return { command: [...bastion, '127.0.0.1', command], input: `${login.code}\n` };
    if (way !== 'jump') return { command: [...bastion, '-batch', '127.0.0.1', command] };
    const proxy = [...bastion, '-batch', '-nc', '%host:%port', '127.0.0.1'].join(' ');
    const inner = ['-batch', '-hostkey', login.fingerprint, '-l', login.account, login.host];
    return { command: ['plink', '-proxycmd', proxy, ...inner, command] };
  },
};

async function plinkTo({ port, user, fingerprint, password, keyFile, folder }: Login): Promise<string[]> {
  const place = ['plink', '-ssh', '-hostkey', fingerprint, '-P', String(port), '-l', user];
  if (keyFile !== undefined) {
    const converted = join(folder, 'key.ppk');
    await run('puttygen', [keyFile, '-O', 'private', '-o', converted]);
    return [...place, '-i', converted];
  }
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  return [...place, '-pwfile', passwordFile];
}
