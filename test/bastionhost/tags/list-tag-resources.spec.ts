import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();
const other = await newAccount();

describe('ListTagResources', () => {
  const list = (parameters: Members = {}) =>
    bastion.call('ListTagResources', { InstanceId: undefined, ResourceType: 'INSTANCE', ...parameters });
  const item = (TagKey: string, TagValue: string) => ({
    ResourceId: bastion.instanceId,
    ResourceType: 'INSTANCE',
    TagKey,
    TagValue,
  });

  beforeAll(async () => {
    for (const account of [bastion, other]) {
      await account.app.pop('bastionhost').request('TagResources', {
        ResourceType: 'INSTANCE',
        'ResourceId.1': account.instanceId,
        'Tag.1.Key': 'env',
        'Tag.1.Value': 'prod',
        'Tag.2.Key': 'team',
      });
    }
  });

  it("answers with the tags of the account's instances, without NextToken on the last page", async () => {
    const answer = await list();
    expect(answer).toEqual({ RequestId: expect.any(String), TagResources: [item('env', 'prod'), item('team', '')] });
  });

  it.each<[string, Members, number]>([
    ['the instance', { 'ResourceId.1': bastion.instanceId }, 2],
    ["another account's instance", { 'ResourceId.1': other.instanceId }, 0],
    ['a tag', { 'Tag.1.Key': 'env', 'Tag.1.Value': 'prod' }, 2],
    ['a tag with any value', { 'Tag.1.Key': 'team' }, 2],
    ['two tags, of which one has another value', { 'Tag.1.Key': 'team', 'Tag.2.Key': 'env', 'Tag.2.Value': 'test' }, 0],
    ['a resource group', { ResourceGroupId: 'rg-none' }, 0],
  ])('filters by %s', async (_, parameters, count) => {
    expect((await list(parameters)).TagResources).toHaveLength(count);
  });

  it.each<[string, Members, string]>([
    ['no type', { ResourceType: undefined }, 'MissingResourceType'],
    ['another type', { ResourceType: 'HOST' }, 'InvalidParameter'],
    ['a token that it did not give', { NextToken: 'AAAA' }, 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    expect(await refusal(list(parameters))).toMatchObject({ code, status: 400 });
  });
});
