import { KeyDeletion } from '../../src/kms/keys/key-deletion.ts';
import { KeyMaintenance } from '../../src/kms/keys/key-maintenance.ts';
import { refusal, type Members } from '../support/api-clients.ts';
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
    await user.call('CreateSecret', { SecretName, VersionId: 'v1', SecretData: 'x' });
  });
});
