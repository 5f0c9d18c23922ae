import { Any, type EntityManager } from 'typeorm';
import { uniqueViolation } from '../../database/unique-violation.ts';
import type { Instance } from '../ecs.api.ts';
import { EcsErrors } from '../ecs.errors.ts';
import { InstanceEntity } from './instance.entity.ts';

/** The key of an instance. Its row has it. */
export type InstanceKey = Pick<InstanceEntity, 'accountId' | 'region' | 'instanceId'>;

/** An instance with the details that only the inventory provides. */
export interface RegisteredInstance extends Instance {
  readonly createdAt: Date;
  /** Whether commands can be run on it. */
  readonly isManaged: boolean;
}

export function keyOf(
  { accountId, region }: Pick<InstanceKey, 'accountId' | 'region'>,
  instanceId: string,
): InstanceKey {
  return { accountId, region, instanceId };
}

export function findInstance(manager: EntityManager, key: InstanceKey): Promise<InstanceEntity | null> {
  return manager.findOneBy(InstanceEntity, key);
}

export function findInstances(
  manager: EntityManager,
  { accountId, region }: Pick<InstanceKey, 'accountId' | 'region'>,
  instanceIds: readonly string[],
): Promise<InstanceEntity[]> {
  return manager.findBy(InstanceEntity, { accountId, region, instanceId: Any([...instanceIds]) });
}

/** Locks the row until the transaction ends. */
export function lockInstance(tx: EntityManager, key: InstanceKey): Promise<InstanceEntity | null> {
  return tx.findOne(InstanceEntity, { where: key, lock: { mode: 'pessimistic_write' } });
}

/** @throws InstanceIdExists */
export async function insertInstance(tx: EntityManager, row: InstanceEntity): Promise<void> {
  try {
    await tx.insert(InstanceEntity, row);
  } catch (error) {
    throw uniqueViolation(error, 'ecs_instances_pkey') ? EcsErrors.InstanceIdExists() : error;
  }
}

export async function replaceManagementCredential(
  tx: EntityManager,
  key: InstanceKey,
  sealedManagementCredential: Buffer,
): Promise<void> {
  await tx.update(InstanceEntity, key, { sealedManagementCredential });
}

export async function setNetworkDomain(tx: EntityManager, key: InstanceKey, networkDomainId: string): Promise<void> {
  const { accountId, region, instanceId } = key;
  await tx.update(InstanceEntity, { accountId, region, instanceId }, { networkDomainId });
}

export function instanceOf(row: InstanceEntity): RegisteredInstance {
  const { instanceId, instanceName, region, osType, address, port, networkDomainId, createdAt } = row;
  const isManaged = row.sealedManagementCredential !== null;
  return { instanceId, instanceName, region, osType, address, port, networkDomainId, createdAt, isManaged };
}
