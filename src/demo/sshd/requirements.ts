import { spawnSync } from 'node:child_process';
import { findProgram } from '../programs.ts';

const programs = ['sshd', 'ssh-keygen', 'unshare', 'nsenter', 'useradd', 'chpasswd'];

/** What this machine lacks to run our OpenSSH servers, in words; undefined when it lacks nothing. */
export function missingForSshd(): string | undefined {
  if (process.platform !== 'linux') return 'Linux';
  if (process.getuid?.() !== 0) return 'root';
  const absent = programs.find((name) => findProgram(name) === undefined);
  if (absent !== undefined) return absent;
  return namespacesAllowed() ? undefined : 'the right to make namespaces (CAP_SYS_ADMIN)';
}

function namespacesAllowed(): boolean {
  return spawnSync('unshare', ['--mount', '--pid', '--uts', '--fork', 'true'], { stdio: 'ignore' }).status === 0;
}
