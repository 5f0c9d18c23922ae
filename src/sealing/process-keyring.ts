import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationShutdown } from '@nestjs/common';
import { PeriodicTask } from '../common/periodic-task.ts';
import { Environment } from '../config/environment.ts';
import { HotPool } from '../database/hot-pool.ts';
import { Keyring } from './keyring.ts';
import { loadMasterKey } from './master-key-source.ts';
import { SealingKey } from './sealing-key.ts';
import { makeFirstKey, readSealingKeys, unwrapKey, type StoredKey } from './sealing-keys.ts';
import { SealingProcesses } from './sealing-processes.ts';

const refreshMs = 1_000;
const reportMs = 3_000;

/** The master key is not the one that the database was sealed under. */
export class WrongMasterKey extends Error {
  override readonly name = 'WrongMasterKey';

  constructor(options?: ErrorOptions) {
    super('the database was sealed under another master key: set the one that it was last sealed under', options);
  }
}

/**
 * The sealing keys in this process. It looks for new ones once a second, and reports to the database which ones it has.
 */
@Injectable()
export class ProcessKeyring extends Keyring implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger('sealing');
  private readonly unopenable = new Set<string>();
  private masterKeys: readonly SealingKey[] = [];
  private reported = { what: '', at: -Infinity };
  private readonly lookout = new PeriodicTask({
    everyMs: refreshMs,
    run: () => this.refresh(),
    logger: this.logger,
    failure: 'sealing keys were not looked for',
  });
  private isWaitedFor = true;

  constructor(
    private readonly environment: Environment,
    private readonly pool: HotPool,
    private readonly processes: SealingProcesses,
  ) {
    super();
  }

  /** The master key with this id, if the settings contain it. */
  master(id: Buffer): SealingKey | undefined {
    return this.masterKeys.find((key) => key.id.equals(id));
  }

  /** @throws MasterKeyMissing, WrongMasterKey */
  async start(): Promise<this> {
    // From here on a process that makes a new key waits until this one has it.
    await this.processes.report([], null);
    const isNew = async () => (await readSealingKeys(this.pool)).length === 0;
    const masterKey = await this.loadMasterKeys(isNew);
    if (await isNew()) await makeFirstKey(this.pool, masterKey);
    const stored = await readSealingKeys(this.pool);
    if (stored.some((key) => !this.addIfWrapped(key))) throw new WrongMasterKey();
    await this.follow(stored);
    this.lookout.start();
    return this;
  }

  /** Looks for new keys now. */
  async refresh(): Promise<void> {
    const stored = await readSealingKeys(this.pool);
    const missing = stored.filter((key) => !this.addIfWrapped(key));
    if (missing.length > 0) await this.reloadMasterKeys(missing);
    await this.follow(stored);
  }

  /** From here on no other process waits for this one to have a new key. */
  async stopBeingAwaited(): Promise<void> {
    this.isWaitedFor = false;
    await this.processes.leave();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopBeingAwaited().catch((error: Error) => this.logger.warn(error.message));
  }

  onApplicationShutdown(): Promise<void> {
    return this.lookout.stop();
  }

  private async follow(stored: readonly StoredKey[]): Promise<void> {
    const current = stored.find(({ state }) => state === 'current');
    if (current && this.has(current.id)) this.sealUnder(current.id);
    if (this.isWaitedFor) await this.report();
  }

  private async report(): Promise<void> {
    const keyNames = [this.current, ...this.all].map(({ name }) => name).join();
    const now = performance.now();
    if (keyNames === this.reported.what && now - this.reported.at < reportMs) return;
    const opens = this.all.map(({ id }) => id);
    await this.processes.report(opens, this.current.id);
    this.reported = { what: keyNames, at: now };
  }

  /** Returns false when the key is wrapped only under other master keys. @throws WrongMasterKey */
  private addIfWrapped({ id, wraps }: StoredKey): boolean {
    if (this.has(id)) return true;
    for (const { masterKeyId, wrapped } of wraps) {
      const master = this.master(masterKeyId);
      if (master) this.add(unwrapped(id, wrapped, master));
    }
    return this.has(id);
  }

  /**
   * Loads the master keys from the settings. Returns the one that a new database is to use.
   * @throws MasterKeyMissing
   */
  private async loadMasterKeys(isNew: () => Promise<boolean>): Promise<SealingKey> {
    const present = SealingKey.master(await loadMasterKey(this.environment, isNew));
    const { newMasterKey } = this.environment;
    this.masterKeys = newMasterKey ? [present, SealingKey.master(newMasterKey)] : [present];
    return present;
  }

  /** The master key file may contain another key by now. */
  private async reloadMasterKeys(missing: readonly StoredKey[]): Promise<void> {
    await this.loadMasterKeys(async () => false);
    for (const key of missing) {
      const name = key.id.toString('hex');
      if (this.addIfWrapped(key) || this.unopenable.has(name)) continue;
      this.unopenable.add(name);
      this.logger.error(`sealing key ${name} cannot be opened: restart this process with the current master key`);
    }
  }
}

function unwrapped(id: Buffer, wrapped: Buffer, master: SealingKey): SealingKey {
  try {
    return unwrapKey(id, wrapped, master);
  } catch (cause) {
    throw new WrongMasterKey({ cause });
  }
}
