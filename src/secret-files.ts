import { stat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Environment } from './config/environment.ts';
import { masterKeyFileOf } from './config/master-key-file.ts';

const readableOrWritable = 0o066;
const writable = 0o022;

/**
 * Warns at start about files with secrets that users other than their owner can read or change, and about a data
 * directory that others can write to.
 */
@Injectable()
export class SecretFiles implements OnApplicationBootstrap {
  private readonly logger = new Logger('secret-files');

  constructor(private readonly environment: Environment) {}

  async onApplicationBootstrap(): Promise<void> {
    // Windows has no such modes.
    if (process.platform === 'win32') return;
    for (const path of await this.files())
      await this.warnIfOpen(
        path,
        readableOrWritable,
        'holds a secret, but users other than its owner can read or change it',
      );
    const { dataDir } = this.environment;
    await this.warnIfOpen(dataDir, writable, 'holds secrets, but users other than its owner can replace its files');
  }

  /** What the service has written or reads: key files of the settings, former and next master keys, root AccessKeys. */
  private async files(): Promise<string[]> {
    const { dataDir, tlsFiles } = this.environment;
    const masterKey = masterKeyFileOf(this.environment);
    const [besideKey, inData] = await Promise.all([dirname(masterKey), dataDir].map(namesIn));
    const masterKeys = besideKey!.filter((name) => `${name}.`.startsWith(`${basename(masterKey)}.`));
    const rootAccessKeys = inData!.filter((name) => /^root-access-key.*\.json$/.test(name));
    return [
      ...(tlsFiles ? [tlsFiles.privateKey] : []),
      ...masterKeys.map((name) => join(dirname(masterKey), name)),
      ...rootAccessKeys.map((name) => join(dataDir, name)),
    ];
  }

  private async warnIfOpen(path: string, bits: number, complaint: string): Promise<void> {
    const found = await stat(path).catch(() => undefined);
    if (!found || (found.mode & bits) === 0) return;
    const mode = (found.mode & 0o7777).toString(8).padStart(4, '0');
    this.logger.warn({ message: `${path} ${complaint}`, path, mode });
  }
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
