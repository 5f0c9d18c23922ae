import { expectGuardedOn } from '../key-behaviour.ts';
import { newAccount, region, titled } from '../kms-account.ts';

const kms = await newAccount();

describe('ListKeys', () => {
  const keys: Record<string, string>[] = [];

  beforeAll(async () => {
    for (const color of ['red', 'green', 'blue']) {
      const Tags = JSON.stringify([{ TagKey: 'color', TagValue: color }]);
      keys.push((await kms.call('CreateKey', { Description: color, Tags })).KeyMetadata);
    }
    await kms.call('DisableKey', { KeyId: keys[2]?.KeyId });
  });

  const list = async (filters: Record<string, string[]>) => {
    const Filters = JSON.stringify(Object.entries(filters).map(([Key, Values]) => ({ Key, Values })));
    const { Keys, TotalCount } = await kms.call('ListKeys', { Filters });
    expect(TotalCount).toBe(Keys.Key.length);
    return Keys.Key.map(({ KeyId }: { KeyId: string }) => keys.findIndex((key) => key.KeyId === KeyId));
  };

  describe('answers', () => {
    it('every key with its ARN, oldest first', async () => {
      const { Keys, PageNumber, PageSize, TotalCount } = await kms.call('ListKeys');
      expect(Keys.Key).toEqual(keys.map(({ KeyId, Arn }) => ({ KeyId, KeyArn: Arn })));
      expect({ PageNumber, PageSize, TotalCount }).toEqual({ PageNumber: 1, PageSize: 10, TotalCount: 3 });
    });

    it('pages, and an empty one beyond the last', async () => {
      const second = await kms.call('ListKeys', { PageNumber: 2, PageSize: 2 });
      expect(second.Keys.Key).toEqual([{ KeyId: keys[2]?.KeyId, KeyArn: keys[2]?.Arn }]);
      expect(second.TotalCount).toBe(3);
      const third = await kms.call('ListKeys', { PageNumber: 3, PageSize: 2 });
      expect(third.Keys.Key).toEqual([]);
      expect(third.TotalCount).toBe(3);
    });

    it('alternatives within a filter, and all filters at once', async () => {
      expect(await list({ KeyState: ['Disabled'] })).toEqual([2]);
      expect(await list({ TagValue: ['red', 'blue'] })).toEqual([0, 2]);
      expect(await list({ TagValue: ['red', 'blue'], KeyState: ['Enabled'] })).toEqual([0]);
      expect(
        await list({ TagKey: ['color'], KeySpec: ['Aliyun_AES_256'], KeyUsage: ['ENCRYPT/DECRYPT'] }),
      ).toHaveLength(3);
      expect(
        await list({ ProtectionLevel: ['SOFTWARE'], CreatorType: ['User'], Creator: [kms.accountId] }),
      ).toHaveLength(3);
      expect(await list({ KeyId: [keys[1]?.KeyId ?? ''] })).toEqual([1]);
    });

    it('the keys of aliases, and nothing for unknown ones', async () => {
      await kms.call('CreateAlias', { AliasName: 'alias/green', KeyId: keys[1]?.KeyId });
      expect(await list({ AliasName: ['alias/green', 'alias/none'] })).toEqual([1]);
      expect(await list({ AliasName: ['alias/a'] })).toEqual([]);
      expect(await list({ TagKey: [] })).toEqual([]);
      expect(await list({ DKMSInstanceId: ['kst-1'] })).toEqual([]);
    });

    it('nothing for a value that looks like SQL', async () => {
      expect(await list({ TagValue: ["red') or true --", '%'] })).toEqual([]);
    });

    it('only keys of the region of the call', async () => {
      expect((await kms.call('ListKeys', { RegionId: 'cn-beijing' })).TotalCount).toBe(0);
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['PageSize', '0'],
        ['PageSize', '101'],
        ['PageNumber', '0'],
        ['PageNumber', 'one'],
        ['Filters', '[{"Key":"Color","Values":["red"]}]'],
        ['Filters', '[{"Key":"KeyState"}]'],
        ['Filters', 'Disabled'],
        ['Filters', JSON.stringify([{ Key: 'KeyId', Values: Array(11).fill('key-1') }])],
      ]),
    )('%s', async (_, name, value) => {
      await expect(kms.call('ListKeys', { [name]: value })).rejects.toMatchObject({
        code: 'InvalidParameter',
        data: { Message: `The specified parameter ${name} is not valid.` },
      });
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for all keys', async () => {
      await expectGuardedOn(kms, `acs:kms:${region}:${kms.accountId}:key`, 'ListKeys');
    });
  });
});
