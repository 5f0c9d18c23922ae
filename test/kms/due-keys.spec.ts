import { KeyDeletion } from '../../src/kms/keys/key-deletion.ts';
import { ImportedMaterials } from '../../src/kms/keys/imported-materials.ts';
import { KeyMaintenance } from '../../src/kms/keys/key-maintenance.ts';
import { refusal, type Members } from '../support/api-clients.ts';
import { eventually } from '../support/eventually.ts';
import { lockWaits } from '../support/lock-waits.ts';
import { importedKey } from './key-material.ts';
import { unknownKey } from './key-behaviour.ts';
import { days } from './kms-account.ts';
import { allow, policyOf, ramUser } from './ram-callers.ts';
import { KmsApplication } from './kms-application.ts';

const Tags = JSON.stringify([{ TagKey: 'team', TagValue: 'blue' }]);

function parametersOf(keyIds: string[]): Members {
  const resources = Object.fromEntries(keyIds.map((keyId, n) => [`ResourceId.${n + 1}`, keyId]));
  return { ResourceType: 'key', ...resources, 'Tag.1.Key': 'team', 'Tag.1.Value': 'blue' };
}

/** A policy under which nobody but the account's root uses the key or secret. */
const denied = (kms: KmsApplication) =>
  policyOf({ Effect: 'Deny', Action: 'kms:*', Principal: { RAM: [`acs:ram::${kms.accountId}:user/*`] } });

describe('keys for which something is due', () => {
  let kms: KmsApplication;

  beforeEach(async () => {
    kms = await KmsApplication.start();
    // Only the test does what is due.
    await kms.app.get(KeyMaintenance).onModuleDestroy();
  });
  afterEach(() => kms.app.stop());

  const waits = (count: number) =>
    eventually(`${count} wait for a lock`, async () => (await lockWaits(kms.app.database.dataSource)) === count);

  describe('are never waited for in an order that a call could cross', () => {
    /** Tags three keys, the second of which is locked, while `work` meets the third and then the first. */
    async function crossed(keyIds: string[], work: () => Promise<void>): Promise<unknown[]> {
      const [, second] = keyIds.toSorted();
      const holder = kms.app.database.dataSource.createQueryRunner();
      await holder.startTransaction();
      await holder.query('select from kms_keys where key_id = $1 for update', [second]);
      const tagging = kms.call('TagResources', parametersOf(keyIds));
      await waits(1);
      const working = work();
      await Promise.race([working, waits(2)]);
      await holder.commitTransaction();
      await holder.release();
      return Promise.allSettled([tagging, working]);
    }

    it('when imported material expires', async () => {
      const keyIds = (await Promise.all([1, 2, 3].map(() => importedKey(kms)))).map(({ KeyId }) => KeyId).toSorted();
      const expire = async (keyId: string, n: number) =>
        kms.query('update kms_keys set material_expires_at = $2 where key_id = $1', [
          keyId,
          new Date(kms.app.clock.now().getTime() - n),
        ]);
      await expire(keyIds[2]!, 2_000);
      await expire(keyIds[0]!, 1_000);
      const outcomes = await crossed(keyIds, () => kms.app.get(ImportedMaterials).wipeExpired());
      expect(outcomes).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }]);
    });

    it('when they are wiped', async () => {
      const keyIds = (await Promise.all([1, 2, 3].map(() => kms.createKey()))).map(({ KeyId }) => KeyId).toSorted();
      await kms.call('ScheduleKeyDeletion', { KeyId: keyIds[2], PendingWindowInDays: 7 });
      await kms.call('ScheduleKeyDeletion', { KeyId: keyIds[0], PendingWindowInDays: 7 });
      const [tagged, wiped] = await crossed(keyIds, () => {
        kms.app.clock.advance(days(7) + 1_000);
        return kms.app.get(KeyDeletion).wipeOverdue();
      });
      expect(tagged).toMatchObject({ reason: { code: 'InvalidResourceId.NotFound' } });
      expect(wiped).toMatchObject({ status: 'fulfilled' });
      await kms.app.get(KeyDeletion).wipeOverdue();
      expect((await kms.call('ListKeys')).Keys.Key).toMatchObject([{ KeyId: keyIds[1] }]);
    });
  });

  describe('do not exist after their deletion date, though they are not wiped yet,', () => {
    let KeyId: string;
    beforeEach(async () => {
      ({ KeyId } = await kms.createKey());
      await kms.call('CreateAlias', { AliasName: 'alias/taken', KeyId });
      await kms.call('TagResources', parametersOf([KeyId]));
      await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
      kms.app.clock.advance(days(7) + 1_000);
    });

    it.each([
      ['TagResources', { 'Tag.1.Key': 'team', 'Tag.1.Value': 'red' }],
      ['UntagResources', { 'TagKey.1': 'team' }],
    ])('for %s', async (action, tags) => {
      const parameters = { ResourceType: 'key', 'ResourceId.1': KeyId, ...tags };
      expect((await refusal(kms.call(action, parameters))).code).toBe('InvalidResourceId.NotFound');
    });

    it('for TagResource and UntagResource', async () => {
      expect(await refusal(kms.call('TagResource', { KeyId, Tags }))).toEqual(unknownKey);
      expect(await refusal(kms.call('UntagResource', { KeyId, TagKeys: '["team"]' }))).toEqual(unknownKey);
    });

    it('for ListTagResources', async () => {
      expect((await kms.call('ListTagResources', { ResourceType: 'key' })).TagResources.TagResource).toEqual([]);
      const named = await refusal(kms.call('ListTagResources', { ResourceType: 'key', 'ResourceId.1': KeyId }));
      expect(named.code).toBe('InvalidResourceId.NotFound');
    });

    it('for ListResourceTags', async () => {
      expect(await refusal(kms.call('ListResourceTags', { KeyId }))).toEqual(unknownKey);
    });

    it('for CreateAlias: their aliases are free', async () => {
      const { KeyId: other } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/taken', KeyId: other });
      await kms.app.get(KeyDeletion).wipeOverdue();
      expect((await kms.call('ListAliases')).Aliases.Alias).toMatchObject([{ AliasName: 'alias/taken', KeyId: other }]);
    });

    it('for UpdateAlias', async () => {
      const { KeyId: other } = await kms.createKey();
      const moved = await refusal(kms.call('UpdateAlias', { AliasName: 'alias/taken', KeyId: other }));
      expect(moved.code).toBe('Forbidden.AliasNotFound');
    });
  });
});

describe('a secret whose recovery window is over, though it is not purged yet,', () => {
  let kms: KmsApplication;
  beforeAll(async () => {
    kms = await KmsApplication.start();
  });
  afterAll(() => kms.app.stop());

  it('forbids nobody to make one of its name by its own policy', async () => {
    const user = await ramUser(kms, [allow('kms:CreateSecret')]);
    const SecretName = await kms.createSecret({ Policy: denied(kms) });
    await kms.call('DeleteSecret', { SecretName, RecoveryWindowInDays: 7 });
    kms.app.clock.advance(days(7) + 1_000);
    const made = await user.call('CreateSecret', { SecretName, VersionId: 'v1', SecretData: 'x' });
    expect(made).toMatchObject({ SecretName });
  });
});
