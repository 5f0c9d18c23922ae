import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { IsNull, Repository } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { randomAlphanumeric } from '../../common/identifiers.ts';
import { Redacted } from '../../common/redacted.ts';
import { Environment } from '../../config/environment.ts';
import { Sealing } from '../../sealing/sealing.api.ts';
import { accessKeyPlace } from '../access-keys/access-key-place.ts';
import { AccessKeyEntity } from '../access-keys/access-key.entity.ts';

interface KeyPair {
  readonly id: string;
  readonly secret: Redacted<string>;
}

const fileName = 'root-access-key.json';

/** The account's root AccessKey: the one of the settings, else one made at first start and left in `<data>/root-access-key.json` (0600). */
@Injectable()
export class RootAccessKey {
  constructor(
    @InjectRepository(AccessKeyEntity) private readonly accessKeys: Repository<AccessKeyEntity>,
    private readonly sealing: Sealing,
    private readonly environment: Environment,
    private readonly clock: Clock,
  ) {}

  async ensure(accountId: string): Promise<void> {
    const configured = this.environment.rootAccessKey;
    if (configured) return this.keep(accountId, configured);
    if (await this.accessKeys.existsBy({ accountId, userId: IsNull() })) return;
    // The file comes first: a key that only the database knows would be lost.
    await this.keep(accountId, (await this.readFile()) ?? (await this.writeFile()));
  }

  private async keep(accountId: string, { id, secret }: KeyPair): Promise<void> {
    const sealedSecret = this.sealing.seal(new Redacted(Buffer.from(secret.reveal())), accessKeyPlace(accountId, id));
    const row = { accessKeyId: id, accountId, sealedSecret, active: true, createdAt: this.clock.now() };
    await this.accessKeys.upsert(row, ['accessKeyId']);
  }

  private async readFile(): Promise<KeyPair | undefined> {
    const text = await readFile(this.path, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const { AccessKeyId, AccessKeySecret } = JSON.parse(text) as { AccessKeyId: string; AccessKeySecret: string };
    return { id: AccessKeyId, secret: new Redacted(AccessKeySecret) };
  }

  private async writeFile(): Promise<KeyPair> {
    const pair = { id: `LTAI${randomAlphanumeric(20)}`, secret: new Redacted(randomAlphanumeric(30)) };
    const content = { AccessKeyId: pair.id, AccessKeySecret: pair.secret.reveal() };
    await mkdir(this.environment.dataDir, { recursive: true });
    const file = await open(`${this.path}.new`, 'w', 0o600);
    await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await file.sync();
    await file.close();
    await rename(`${this.path}.new`, this.path);
    return pair;
  }

  private get path(): string {
    return join(this.environment.dataDir, fileName);
  }
}
