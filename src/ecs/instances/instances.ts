import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { randomLowerAlphanumeric } from '../../common/identifiers.ts';
import type { Page } from '../../common/page.ts';
import { countRows } from '../../database/counted-page.ts';
import { uniqueViolation } from '../../database/unique-violation.ts';
import { HostKeys, type HostAddress } from '../../host-keys/host-keys.api.ts';
import { Sealing } from '../../sealing/sealing.api.ts';
import type { TargetCredential } from '../../ssh/target-authentication.ts';
import { EcsErrors } from '../ecs.errors.ts';
import { Instances, type Instance } from '../ecs.api.ts';
import { InstanceEntity } from './instance.entity.ts';
import { applyFilter, applySlice, type InstanceFilter, type InstanceSlice } from './instance-filter.ts';
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

/** An instance with the details that only the inventory provides. */
export interface RegisteredInstance extends Instance {
  readonly createdAt: Date;
  /** Whether commands can be run on it. */
  readonly isManaged: boolean;
}

/** An instance with the credential that Cloud Assistant logs on with. */
export interface ManagedInstance {
  readonly instance: Instance;
  readonly credential?: TargetCredential;
}

/** The inventory of existing servers. */
@Injectable()
export class InstancesService extends Instances {
  constructor(
    @InjectRepository(InstanceEntity) private readonly rows: Repository<InstanceEntity>,
    private readonly sealing: Sealing,
    private readonly hostKeys: HostKeys,
    private readonly clock: Clock,
  ) {
    super();
  }

  async find(caller: Caller, instanceId: string): Promise<Instance | undefined> {
    const row = await this.rows.findOneBy(keyOf(caller, instanceId));
    return row ? instanceOf(row) : undefined;
  }

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
    const row: InstanceEntity = {
      ...key,
      ...server,
      managementUser: management?.userName ?? null,
      sealedManagementCredential: management ? sealManagementCredential(this.sealing, key, management) : null,
      createdAt: this.clock.now(),
    };
    await this.rows.manager.transaction(async (tx) => {
      await insert(tx, row);
      await this.hostKeys.hold(tx, dialledAt(row), holderOf(row));
    });
    return instanceOf(row);
  }

  /**
   * Removes the server from the inventory and releases its hold on the pinned host key. The server itself is not
   * changed.
   * @throws InstanceIdNotFound
   */
  async remove(caller: Caller, instanceId: string): Promise<void> {
    const where = keyOf(caller, instanceId);
    await this.rows.manager.transaction(async (tx) => {
      const row = await tx.findOne(InstanceEntity, { where, lock: { mode: 'pessimistic_write' } });
      if (!row) throw EcsErrors.InstanceIdNotFound();
      await tx.delete(InstanceEntity, where);
      await this.hostKeys.release(tx, dialledAt(row), holderOf(row));
    });
  }

  /** The instance with its management credential, opened. */
  async managed(caller: Caller, instanceId: string): Promise<ManagedInstance | undefined> {
    const row = await this.rows.findOneBy(keyOf(caller, instanceId));
    return row ? { instance: instanceOf(row), credential: openManagementCredential(this.sealing, row) } : undefined;
  }
}

async function insert(tx: EntityManager, row: InstanceEntity): Promise<void> {
  try {
    await tx.insert(InstanceEntity, row);
  } catch (error) {
    throw uniqueViolation(error, 'ecs_instances_pkey') ? EcsErrors.InstanceIdExists() : error;
  }
}

type InstanceKey = Pick<InstanceEntity, 'accountId' | 'region' | 'instanceId'>;

function keyOf({ accountId, region }: Caller, instanceId: string): InstanceKey {
  return { accountId, region, instanceId };
}

function dialledAt({ accountId, address, port }: InstanceEntity): HostAddress {
  return { accountId, address, port };
}

/** Names the instance as a holder of its host key pin. */
function holderOf({ region, instanceId }: InstanceKey): string {
  return `instance/${region}/${instanceId}`;
}

function instanceOf(row: InstanceEntity): RegisteredInstance {
  const { instanceId, instanceName, region, osType, address, port, createdAt } = row;
  const isManaged = row.sealedManagementCredential !== null;
  return { instanceId, instanceName, region, osType, address, port, createdAt, isManaged };
}
