import { Injectable } from '@nestjs/common';
import { DataSource, In, LessThanOrEqual, type EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { randomAlphanumeric } from '../../common/identifiers.ts';
import type { SecretId } from '../../kms/rotated-secret.api.ts';
import { ConnectLeaseRow } from './connect-lease.entity.ts';
import { Rotation } from './rotation.entity.ts';

const leaseMs = 15_000;

/**
 * A lease and a rotation's entry to the host exclude each other. Both are decided under the secret's row lock, by
 * statements that begin once the lock is held and so see what the other one committed.
 */
@Injectable()
export class ConnectLeaseRows {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** A new lease; undefined while a rotation is changing the host. The caller holds the secret's lock. */
  async add(tx: EntityManager, { accountId, region, secretId }: SecretId) {
    if (await tx.existsBy(Rotation, { accountId, region, secretId, phase: In(['draining', 'applying']) })) return;
    const lease = { id: randomAlphanumeric(32), expiresAt: new Date(this.clock.now().getTime() + leaseMs) };
    await tx.insert(ConnectLeaseRow, { accountId, region, secretId, leaseId: lease.id, expiresAt: lease.expiresAt });
    return lease;
  }

  async remove(leaseId: string): Promise<void> {
    await this.dataSource.manager.delete(ConnectLeaseRow, { leaseId });
  }

  /** Whether a client may be about to log on with the secret's value. The caller holds the secret's lock. */
  async existFor(tx: EntityManager, { accountId, region, secretId }: SecretId): Promise<boolean> {
    const ofSecret = { accountId, region, secretId };
    await tx.delete(ConnectLeaseRow, { ...ofSecret, expiresAt: LessThanOrEqual(this.clock.now()) });
    return tx.existsBy(ConnectLeaseRow, ofSecret);
  }
}
