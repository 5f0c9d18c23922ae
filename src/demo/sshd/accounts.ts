import { readFile, writeFile } from 'node:fs/promises';
import type { TargetUser } from '../target-instance.ts';
import type { PrivateNamespace } from './private-namespace.ts';

const writeAuthorizedKeys = `
set -e
umask 077
home=$(getent passwd "$1" | cut -d: -f6)
mkdir -p "$home/.ssh"
cat >"$home/.ssh/authorized_keys"
chown -R "$1:" "$home/.ssh"
`;

/** Removes the passwords from the copied accounts: none of the machine's own can be used to log in. */
export async function forgetMachinePasswords(namespace: PrivateNamespace): Promise<void> {
  const path = namespace.path('/etc/shadow');
  const shadow = await readFile(path, 'utf8');
  await writeFile(path, shadow.replace(/^([^:\n]+):.*$/gm, '$1:*:19000:0:99999:7:::'));
}

/** Creates an account with its home; `root` exists already and gets only a password and keys. */
export async function addAccount(namespace: PrivateNamespace, user: TargetUser): Promise<void> {
  // "*" instead of useradd's own "!": without PAM, sshd takes an account with "!" for locked and refuses its keys too.
  if (user.name !== 'root') {
    await namespace.run([
      'useradd',
      '--create-home',
      '--user-group',
      '--shell',
      '/bin/sh',
      '--password',
      '*',
      user.name,
    ]);
  }
  if (user.password !== undefined) await namespace.run(['chpasswd'], `${user.name}:${user.password.reveal()}\n`);
  if (user.authorizedKeys !== undefined) {
    const lines = user.authorizedKeys.map((key) => `${key.trim()}\n`).join('');
    await namespace.run(['sh', '-c', writeAuthorizedKeys, 'sh', user.name], lines);
  }
  if (user.sudo) await allowSudo(namespace, user.name);
}

async function allowSudo(namespace: PrivateNamespace, name: string): Promise<void> {
  await namespace.run(['sh', '-c', 'command -v sudo']).catch((cause: unknown) => {
    throw new Error(`${name} cannot use sudo: this machine has none`, { cause });
  });
  await writeFile(namespace.path(`/etc/sudoers.d/${name}`), `${name} ALL=(ALL) NOPASSWD: ALL\n`, { mode: 0o440 });
}
