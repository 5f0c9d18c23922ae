import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { randomLowerAlphanumeric } from '../../common/identifiers.ts';
import type { Page } from '../../common/page.ts';
import { countRows } from '../../database/counted-page.ts';
import { HostKeys } from '../../host-keys/host-keys.api.ts';
import { Sealing } from '../../sealing/sealing.api.ts';
import type { TargetCredential } from '../../ssh/target-authentication.ts';
import { EcsErrors } from '../ecs.errors.ts';
import type { Instance } from '../ecs.api.ts';
import { InstanceNetworks } from '../instance-networks.api.ts';
import { InstanceEntity } from './instance.entity.ts';
import { applyFilter, applySlice, type InstanceFilter, type InstanceSlice } from './instance-filter.ts';
import {
  findInstance,
  insertInstance,
  instanceOf,
  keyOf,
  lockInstance,
  type RegisteredInstance,
} from './instance-rows.ts';
import { holderOf } from './instance-pin.ts';
import { openManagementCredential, sealManagementCredential } from './management-credential.ts';

/** A server to be registered. */
export interface NewInstance {
  readonly instanceId?: string;
  readonly instanceName: string;
  readonly osType: 'Linux' | 'Windows';
  readonly address: string;
  readonly port: number;
  readonly management?: TargetCredential;
}

/** An instance with the credential that Cloud Assistant logs on with. */
export interface ManagedInstance {
  readonly instance: Instance;
  readonly credential?: TargetCredential;
}

/** The inventory of existing servers. */
@Injectable()
export class InstancesService {
  constructor(
    @InjectRepository(InstanceEntity) private readonly rows: Repository<InstanceEntity>,
    private readonly sealing: Sealing,
    private readonly hostKeys: HostKeys,
    private readonly networks: InstanceNetworks,
    private readonly clock: Clock,
  ) {}

  /** A slice of the caller's instances, and the total number that match. */
  async list(caller: Caller, filter: InstanceFilter, slice: InstanceSlice): Promise<Page<RegisteredInstance>> {
    const { accountId, region } = caller;
    const query = this.rows.createQueryBuilder('i').where({ accountId, region });
    applyFilter(query, filter);
    const total = await countRows(query);
    applySlice(query, slice);
    return { items: (await query.getMany()).map(instanceOf), total };
  }

  /** @throws InstanceIdExists */
  async register(caller: Caller, instance: NewInstance): Promise<RegisteredInstance> {
    const { management, instanceId = `i-${randomLowerAlphanumeric(20)}`, ...server } = instance;
    const key = keyOf(caller, instanceId);
    const settings = {
      ...key,
      ...server,
      managementUser: management?.userName ?? null,
      sealedManagementCredential: management ? sealManagementCredential(this.sealing, key, management) : null,
      createdAt: this.clock.now(),
    };
    return this.rows.manager.transaction(async (tx) => {
      const row = { ...settings, networkDomainId: await this.networks.of(tx, key) };
      await insertInstance(tx, row);
      await this.hostKeys.hold(tx, row, holderOf(row));
      return instanceOf(row);
    });
  }

  /**
   * Removes the server from the inventory and releases its hold on the pinned host key. The server itself is not
   * changed.
   * @throws InstanceIdNotFound
   */
  async remove(caller: Caller, instanceId: string): Promise<void> {
    const where = keyOf(caller, instanceId);
    await this.rows.manager.transaction(async (tx) => {
      const row = await lockInstance(tx, where);
      if (!row) throw EcsErrors.InstanceIdNotFound();
      await tx.delete(InstanceEntity, where);
      await this.hostKeys.release(tx, row, holderOf(row));
    });
  }

  /** The instance with its management credential, opened. */
  async managed(caller: Caller, instanceId: string): Promise<ManagedInstance | undefined> {
    const row = await findInstance(this.rows.manager, keyOf(caller, instanceId));
    return row ? { instance: instanceOf(row), credential: openManagementCredential(this.sealing, row) } : undefined;
  }
}
