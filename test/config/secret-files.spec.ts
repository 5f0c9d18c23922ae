import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { readEnvironment } from '../../src/config/environment.ts';
import { SecretFiles } from '../../src/secret-files.ts';

describe('a start with secrets in files', () => {
  let folder: string;
  let warnings: { message: string; path: string; mode: string }[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sallyport-test-'));
    warnings = [];
    Logger.overrideLogger({
      warn: (warning: never) => warnings.push(warning),
      log: () => undefined,
      error: () => undefined,
    });
  });
  afterEach(async () => {
    Logger.overrideLogger(true);
    await rm(folder, { recursive: true });
  });

  const put = async (name: string, mode: number) => {
    await writeFile(join(folder, name), 'secret');
    await chmod(join(folder, name), mode);
    return join(folder, name);
  };
  const start = async (settings: Record<string, string> = {}) => {
    await new SecretFiles(readEnvironment({ SALLYPORT_DATA_DIR: folder, ...settings })).onApplicationBootstrap();
    return warnings.map(({ path, mode }) => [path, mode]);
  };

  it.each(['0644', '0640', '0604', '0622'])('warns of a master key of mode %s, by its path and mode', async (mode) => {
    const path = await put('master-key', parseInt(mode, 8));
    expect(await start()).toEqual([[path, mode]]);
    expect(warnings[0]!.message).toBe(`${path} holds a secret, but users other than its owner can read or change it`);
    expect(JSON.stringify(warnings)).not.toContain('"secret"');
  });

  it.each(['0600', '0400', '0700'])('does not warn of one of mode %s', async (mode) => {
    await put('master-key', parseInt(mode, 8));
    expect(await start()).toEqual([]);
  });

  it('checks the file in the setting, former and next keys next to it, and root AccessKeys', async () => {
    const names = [
      'key',
      'key.next',
      'key.former-0123',
      'root-access-key.json',
      'root-access-key-1234567890123456.json',
    ];
    const open = await Promise.all(names.map((name) => put(name, 0o644)));
    await Promise.all(['keyboard', 'master-key'].map((name) => put(name, 0o644)));
    expect(await start({ SALLYPORT_MASTER_KEY_FILE: join(folder, 'key') })).toEqual(
      expect.arrayContaining(open.map((path) => [path, '0644'])),
    );
    expect(warnings).toHaveLength(open.length);
  });

  it("checks the key of the operator's certificate", async () => {
    const key = await put('server.key', 0o644);
    const certificate = await put('server.pem', 0o644);
    expect(await start({ SALLYPORT_TLS_CERT_FILE: certificate, SALLYPORT_TLS_KEY_FILE: key })).toEqual([[key, '0644']]);
  });

  it('follows a symbolic link, as the service does when it reads it', async () => {
    await symlink(await put('elsewhere', 0o644), join(folder, 'master-key'));
    expect(await start()).toEqual([[join(folder, 'master-key'), '0644']]);
  });

  it('warns of a data directory that others can write to', async () => {
    await put('master-key', 0o600);
    await chmod(folder, 0o777);
    expect(await start()).toEqual([[folder, '0777']]);
    await chmod(folder, 0o711);
    warnings = [];
    expect(await start()).toEqual([]);
  });

  it('logs nothing where there are no files', async () => {
    expect(await start({ SALLYPORT_DATA_DIR: join(folder, 'none') })).toEqual([]);
  });
});
