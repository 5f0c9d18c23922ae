import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { missingForSshd } from '../../src/demo/sshd/requirements.ts';

type Tests = () => void;

/**
 * Tests against real OpenSSH servers, which need Linux, root and Debian's openssh-server and openssh-client. Skipped,
 * with a name that says why, where one of these is missing.
 */
export function describeWithSshd(name: string, tests: Tests): void {
  describeUnless(missingForSshd() ?? missingProgram(['ssh']), name, tests);
}

/** Tests that need programs of this machine, such as `ssh`, `rsync` or `sudo`. Skipped by name where one is missing. */
export function describeWithPrograms(programs: readonly string[], name: string, tests: Tests): void {
  describeUnless(missingProgram(programs), name, tests);
}

/** Tests against real OpenSSH servers that need further programs. */
export function describeWithSshdAnd(programs: readonly string[], name: string, tests: Tests): void {
  describeUnless(missingForSshd() ?? missingProgram(['ssh', ...programs]), name, tests);
}

/** Tests against real OpenSSH servers whose PAM has further modules (Debian: libpam-pwquality). */
export function describeWithPam(modules: readonly string[], name: string, tests: Tests): void {
  const folders = [
    '/usr/lib64/security',
    '/usr/lib/security',
    ...readdirSync('/usr/lib').map((name) => `/usr/lib/${name}/security`),
  ];
  const missing = modules.find((module) => !folders.some((folder) => existsSync(join(folder, `${module}.so`))));
  describeUnless(missingForSshd() ?? missing, name, tests);
}

/** Tests that connect from a network address of this machine. Skipped by name where there is only loopback. */
export function describeOnNetwork(name: string, tests: (address: string) => void): void {
  const addresses = Object.values(networkInterfaces()).flatMap((ofInterface) => ofInterface ?? []);
  const found = addresses.find(({ internal, family }) => !internal && family === 'IPv4');
  describeUnless(found ? undefined : 'a network', name, () => tests(found?.address ?? ''));
}

/** Tests that need modules of the first `python3` in the path. Skipped by name where one is missing. */
export function describeWithPythonModules(modules: readonly string[], name: string, tests: Tests): void {
  describeUnless(missingModule(modules), name, tests);
}

function describeUnless(missing: string | undefined, name: string, tests: Tests): void {
  if (missing === undefined) describe(name, tests);
  else describe.skip(`${name} (skipped: ${missing} is missing)`, tests);
}

function missingProgram(names: readonly string[]): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return names.find((name) => !folders.some((folder) => isExecutable(resolve(folder, name))));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function missingModule(names: readonly string[]): string | undefined {
  return names.find((name) => spawnSync('python3', ['-c', `import ${name}`], { stdio: 'ignore' }).status !== 0);
}
