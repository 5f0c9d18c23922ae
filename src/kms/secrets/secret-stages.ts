import type { EntityManager } from 'typeorm';
import { KmsErrors } from '../kms.errors.ts';
import { SecretStage } from './secret-stage.entity.ts';
import type { Secret } from './secret.entity.ts';

// The stage labels of a secret's versions. Callers that change them hold the secret's lock.

export const currentStage = 'ACSCurrent';
export const previousStage = 'ACSPrevious';
/** The candidate of a running rotation; never readable from outside. */
export const pendingStage = 'ACSPending';

const maxStages = 8;

/** The id of the version that carries each label of the secret. */
export async function stagesOf(tx: EntityManager, secret: Secret): Promise<Map<string, string>> {
  const stages = await tx.findBy(SecretStage, placeOf(secret));
  return new Map(stages.map(({ stage, versionId }) => [stage, versionId]));
}

/** The labels on one version, in alphabetical order. */
export async function stagesOfVersion(tx: EntityManager, secret: Secret, versionId: string): Promise<string[]> {
  const stages = await tx.find(SecretStage, { where: { ...placeOf(secret), versionId }, order: { stage: 'ASC' } });
  return stages.map(({ stage }) => stage);
}

/**
 * Moves a label to a version. When ACSCurrent moves, its former version gets ACSPrevious.
 * @throws Rejected.LimitExceeded
 */
export async function moveStage(tx: EntityManager, secret: Secret, stage: string, versionId: string): Promise<void> {
  const former = stage === currentStage ? (await stagesOf(tx, secret)).get(currentStage) : undefined;
  if (former !== undefined && former !== versionId) await putStage(tx, secret, previousStage, former);
  await putStage(tx, secret, stage, versionId);
  if ((await tx.countBy(SecretStage, placeOf(secret))) > maxStages) throw KmsErrors.TooManyStages();
}

export async function removeStage(tx: EntityManager, secret: Secret, stage: string): Promise<void> {
  await tx.delete(SecretStage, { ...placeOf(secret), stage });
}

async function putStage(tx: EntityManager, secret: Secret, stage: string, versionId: string): Promise<void> {
  await tx.upsert(SecretStage, { ...placeOf(secret), stage, versionId }, ['accountId', 'region', 'secretId', 'stage']);
}

function placeOf({ accountId, region, secretId }: Secret) {
  return { accountId, region, secretId };
}
