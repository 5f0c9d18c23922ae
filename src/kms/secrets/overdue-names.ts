import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Coalescer } from '../../database/coalescer.ts';
import { KmsTrail } from '../kms-trail.api.ts';
import { freeOverdueNames, recordDeleted, type WantedName } from './overdue-secrets.ts';

/** Frees names of secrets whose recovery windows are over before the purge comes to them. */
@Injectable()
export class OverdueNames {
  // One transaction at a time: each holds a connection while what it does is recorded over another one, and as many of
  // them as there are connections would wait for each other.
  private readonly batches = new Coalescer<WantedName, void>((wanted) => this.freeTogether(wanted), {
    maxBatch: 64,
    inFlight: 1,
  });

  constructor(
    private readonly dataSource: DataSource,
    private readonly trail: KmsTrail,
  ) {}

  free(wanted: WantedName): Promise<void> {
    return this.batches.load(wanted);
  }

  private async freeTogether(wanted: readonly WantedName[]): Promise<void[]> {
    await this.dataSource.transaction(async (tx) => recordDeleted(this.trail, await freeOverdueNames(tx, wanted)));
    return wanted.map(() => undefined);
  }
}
