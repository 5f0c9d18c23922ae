import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();

describe('ListTagKeys', () => {
  const list = (parameters: Members = {}) =>
    bastion.call('ListTagKeys', { InstanceId: undefined, ResourceType: 'INSTANCE', ...parameters });

  it('answers with the keys and how many instances have them, page by page', async () => {
    expect(await list()).toMatchObject({ TagKeys: [], TotalCount: 0, PageNumber: 1, PageSize: 20 });
    const instance = { ResourceType: 'INSTANCE', 'ResourceId.1': bastion.instanceId };
    await bastion.call('TagResources', { InstanceId: undefined, ...instance, 'Tag.1.Key': 'team', 'Tag.2.Key': 'env' });
    const [env, team] = [
      { TagKey: 'env', TagCount: 1 },
      { TagKey: 'team', TagCount: 1 },
    ];
    expect(await list({ PageSize: 0 })).toMatchObject({ TagKeys: [env, team], TotalCount: 2 });
    const second = { TagKeys: [team], TotalCount: 2, PageNumber: 2, PageSize: 1 };
    expect(await list({ PageSize: 1, PageNumber: 2 })).toMatchObject(second);
    expect(await list({ ResourceGroupId: 'rg-none' })).toMatchObject({ TagKeys: [], TotalCount: 0 });
  });

  it.each<[string, Members, string]>([
    ['no type', { ResourceType: undefined }, 'MissingResourceType'],
    ['a page size of 101', { PageSize: 101 }, 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    expect(await refusal(list(parameters))).toMatchObject({ code, status: 400 });
  });
});
