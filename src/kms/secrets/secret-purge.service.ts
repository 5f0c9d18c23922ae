import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { KmsTrail } from '../kms-trail.api.ts';
import { wipeOverdueSecrets, type GonePlace } from './overdue-secrets.ts';
import { secretArn } from './secret-name.ts';

const everyMs = 60_000;
const batchSize = 200;

/** Wipes secrets whose recovery window is over. They can no longer be reached; only their ciphertexts are left. */
@Injectable()
export class SecretPurge implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('secrets');
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly trail: KmsTrail,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), everyMs).unref();
    void this.run();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Never rejects; what cannot be wiped now is wiped next time. */
  run(): Promise<void> {
    this.running ??= this.purge()
      .catch((error: unknown) =>
        this.logger.warn({ message: 'overdue secrets could not be deleted', error: String(error) }),
      )
      .finally(() => {
        this.running = undefined;
      });
    return this.running;
  }

  private async purge(): Promise<void> {
    for (let wiped = batchSize; wiped === batchSize;) wiped = await this.purgeSome();
  }

  private purgeSome(): Promise<number> {
    return this.dataSource.transaction(async (tx) => {
      const gone = await wipeOverdueSecrets(tx, this.clock.now(), batchSize);
      const record = (secret: GonePlace) =>
        this.trail.record(secret, { action: 'DeleteSecret', resource: secretArn(secret, secret.name) });
      await Promise.all(gone.map(record));
      return gone.length;
    });
  }
}
