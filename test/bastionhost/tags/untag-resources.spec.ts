import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';
import { tagsOf } from './tags-of.ts';

const bastion = await newAccount();

describe('UntagResources', () => {
  const instance = { ResourceType: 'INSTANCE', 'ResourceId.1': bastion.instanceId };
  const call = (action: string, parameters: Members) =>
    bastion.call(action, { InstanceId: undefined, ...instance, ...parameters });
  const tagged = () => call('TagResources', { 'Tag.1.Key': 'a', 'Tag.2.Key': 'b', 'Tag.3.Key': 'c' });

  it('removes the given tags; All counts only where none is given', async () => {
    await tagged();
    await call('UntagResources', { 'TagKey.1': 'a', 'TagKey.2': 'unknown', All: 'true' });
    expect(Object.keys(await tagsOf(bastion))).toEqual(['b', 'c']);
    await call('UntagResources', { All: 'true' });
    expect(await tagsOf(bastion)).toEqual({});
  });

  it.each<[string, Members, string]>([
    ['neither keys nor all', {}, 'MissingTagKey'],
    ['21 keys', { TagKey: JSON.stringify(Array.from({ length: 21 }, (_, n) => `k${n}`)) }, 'InvalidParameter'],
    ['no resource', { 'ResourceId.1': undefined, All: 'true' }, 'MissingResourceId'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    expect(await refusal(call('UntagResources', parameters))).toMatchObject({ code, status: 400 });
  });

  it('refuses an unknown instance', async () => {
    const refused = await refusal(call('UntagResources', { 'ResourceId.1': 'bastionhost-cn-0', All: 'true' }));
    expect(refused).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
