import { Injectable } from '@nestjs/common';
import { join } from 'node:path';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../common/clock.ts';
import { Redacted } from '../common/redacted.ts';
import { Environment } from '../config/environment.ts';
import { Sealing } from '../sealing/sealing.api.ts';
import { accessKeyPlace } from './access-keys/access-key-place.ts';
import { newKeyPair, type KeyPair } from './access-keys/key-pair.ts';
import { readKeyPair, writeKeyPair } from './accounts/root-access-key-file.ts';
import {
  disableOtherRootKeys,
  findAccount,
  hasRootKey,
  lockAccount,
  putRootKey,
} from './accounts/root-access-key-rows.ts';

const fileName = 'root-access-key.json';

/**
 * The root AccessKeys of accounts. The first account's is the one in the settings; without one there, it is created at
 * the first start and left in `<data>/root-access-key.json` (0600).
 */
@Injectable()
export class RootAccessKeys {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sealing: Sealing,
    private readonly environment: Environment,
    private readonly clock: Clock,
  ) {}

  /** Creates the first account's pair, unless it has one: of processes that start at once, one does. */
  async ensure(accountId: string): Promise<void> {
    const configured = this.environment.rootAccessKey;
    const { manager } = this.dataSource;
    if (configured) return this.keep(manager, accountId, configured);
    if (await hasRootKey(manager, accountId)) return;
    await manager.transaction(async (tx) => {
      await lockAccount(tx, accountId);
      if (!(await hasRootKey(tx, accountId))) await this.makeFirst(tx, accountId);
    });
  }

  /** The file is written first: a key that only the database knows would be lost. */
  private async makeFirst(tx: EntityManager, accountId: string): Promise<void> {
    const path = join(this.environment.dataDir, fileName);
    await this.keep(tx, accountId, (await readKeyPair(path)) ?? (await written(path)));
  }

  /** Creates the pair of a new account. */
  async make(tx: EntityManager, accountId: string): Promise<KeyPair> {
    const pair = newKeyPair();
    await this.keep(tx, accountId, pair);
    return pair;
  }

  /**
   * Creates a new pair, writes it to `<data>/root-access-key.json` (0600; with the account's id in the name for all but
   * the first account), disables the account's other root AccessKeys, and returns the path of the file.
   * @throws Error for an unknown account, or when the pair is in the settings
   */
  async replace(accountId: string): Promise<string> {
    const path = await this.replacementPath(accountId);
    const pair = await written(path);
    await this.dataSource.transaction(async (tx) => {
      await this.keep(tx, accountId, pair);
      await disableOtherRootKeys(tx, accountId, pair.id);
    });
    return path;
  }

  /** Each account has a file of its own, so that one account's pair does not overwrite another's. */
  private async replacementPath(accountId: string): Promise<string> {
    const account = await findAccount(this.dataSource.manager, accountId);
    if (!account) throw new Error(`there is no account ${accountId}`);
    if (!account.isPrimary) return join(this.environment.dataDir, `root-access-key-${accountId}.json`);
    // The configured pair would be back at the next start.
    if (this.environment.rootAccessKey) throw new Error('the root AccessKey comes from the settings: replace it there');
    return join(this.environment.dataDir, fileName);
  }

  private async keep(tx: EntityManager, accountId: string, { id, secret }: KeyPair): Promise<void> {
    const sealedSecret = this.sealing.seal(new Redacted(Buffer.from(secret.reveal())), accessKeyPlace(accountId, id));
    await putRootKey(tx, { accessKeyId: id, accountId, sealedSecret, active: true, createdAt: this.clock.now() });
  }
}

async function written(path: string): Promise<KeyPair> {
  const pair = newKeyPair();
  await writeKeyPair(path, pair);
  return pair;
}
