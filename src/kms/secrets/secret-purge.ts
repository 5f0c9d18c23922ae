import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { PeriodicTask } from '../../common/periodic-task.ts';
import { KmsTrail } from '../kms-trail.api.ts';
import { recordDeleted, wipeOverdueSecrets } from './overdue-secrets.ts';

const everyMs = 60_000;
const batchSize = 200;

/** Wipes secrets whose recovery window is over. They can no longer be reached; only their ciphertexts are left. */
@Injectable()
export class SecretPurge implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly task = new PeriodicTask({
    everyMs,
    run: (stopping) => this.purge(stopping),
    logger: new Logger('secrets'),
    failure: 'overdue secrets could not be deleted',
  });

  constructor(
    private readonly dataSource: DataSource,
    private readonly trail: KmsTrail,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.task.start();
    void this.run();
  }

  onModuleDestroy(): Promise<void> {
    return this.task.stop();
  }

  /** Never rejects; what cannot be wiped now is wiped next time. */
  run(): Promise<void> {
    return this.task.wake();
  }

  private async purge(stopping: AbortSignal): Promise<void> {
    for (let wiped = batchSize; wiped === batchSize && !stopping.aborted;) wiped = await this.purgeSome();
  }

  private purgeSome(): Promise<number> {
    return this.dataSource.transaction(async (tx) => {
      const deleted = await wipeOverdueSecrets(tx, this.clock.now(), batchSize);
      await recordDeleted(this.trail, deleted);
      return deleted.length;
    });
  }
}
