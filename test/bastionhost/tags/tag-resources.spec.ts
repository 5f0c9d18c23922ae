import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';
import { tagsOf } from './tags-of.ts';

const bastion = await newAccount();
const other = await newAccount();

describe('TagResources', () => {
  const tag = (parameters: Members) =>
    bastion.call('TagResources', {
      InstanceId: undefined,
      ResourceType: 'INSTANCE',
      'ResourceId.1': bastion.instanceId,
      ...parameters,
    });

  it('adds tags, and gives those with the same keys another value', async () => {
    await tag({ 'Tag.1.Key': 'env', 'Tag.1.Value': 'test', 'Tag.2.Key': 'empty' });
    await tag({ Tag: JSON.stringify([{ Key: 'env', Value: 'prod' }]) });
    expect(await tagsOf(bastion)).toEqual({ empty: '', env: 'prod' });
  });

  it('refuses a 21st tag, and then keeps none of the call', async () => {
    const { app, instanceId } = await newAccount();
    const many = Array.from({ length: 20 }, (_, n) => ({ Key: `key-${n}`, Value: '' }));
    const call = (Tag: object[]) =>
      app.pop('bastionhost').request('TagResources', {
        ResourceType: 'INSTANCE',
        'ResourceId.1': instanceId,
        Tag: JSON.stringify(Tag),
      });
    await call(many);
    const refused = await refusal(call([{ Key: 'key-0', Value: 'changed' }, { Key: 'one-more' }]));
    expect(refused).toMatchObject({ code: 'InvalidParameter', status: 400 });
    expect(await tagsOf({ app, instanceId })).toEqual(Object.fromEntries(many.map(({ Key }) => [Key, ''])));
  });

  it.each<[string, Members, string]>([
    ['no tags', {}, 'MissingTag'],
    ['an empty list of tags', { Tag: '[]' }, 'MissingTag'],
    ['another type of resource', { ResourceType: 'host', 'Tag.1.Key': 'a' }, 'InvalidParameter'],
    ['no resource', { 'ResourceId.1': undefined, 'Tag.1.Key': 'a' }, 'MissingResourceId'],
    ["the vendor's prefix", { 'Tag.1.Key': 'acs:a' }, 'InvalidParameter'],
    ['a link', { 'Tag.1.Key': 'a', 'Tag.1.Value': 'http://example.com' }, 'InvalidParameter'],
    ['an escape', { 'Tag.1.Key': 'a\u001b' }, 'InvalidParameter'],
    ['one key twice', { 'Tag.1.Key': 'a', 'Tag.2.Key': 'a' }, 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    expect(await refusal(tag(parameters))).toMatchObject({ code, status: 400 });
  });

  it("refuses another account's instance, and then tags none", async () => {
    const both = { 'ResourceId.2': other.instanceId, 'Tag.1.Key': 'stolen' };
    expect(await refusal(tag(both))).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
    expect(await tagsOf(bastion)).not.toHaveProperty('stolen');
    expect(await tagsOf(other)).toEqual({});
  });
});
