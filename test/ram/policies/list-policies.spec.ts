import { refusal, type Members } from '../../support/api-clients.ts';
import { allow, newAccount, noPermission, policy } from '../ram-account.ts';

const ram = await newAccount();

describe('ListPolicies', () => {
  it('answers system policies first, then custom ones, page by page', async () => {
    const own = [await ram.newPolicy(allow('*')), await ram.newPolicy(allow('*'))];
    const listed: Members[] = [];
    let Marker: string | undefined;
    do {
      const answer = await ram.call('ListPolicies', { MaxItems: 3, ...(Marker ? { Marker } : {}) });
      listed.push(...answer.Policies.Policy);
      ({ Marker } = answer);
    } while (Marker);
    const names = (type: string) =>
      listed.filter(({ PolicyType }) => PolicyType === type).map(({ PolicyName }) => PolicyName);
    expect(names('Custom')).toEqual(own);
    expect(names('System')).toEqual([...names('System')].sort());
    expect(names('System')).toContain('AliyunKMSFullAccess');
    expect(listed.map(({ PolicyType }) => PolicyType).lastIndexOf('System')).toBe(names('System').length - 1);
  });

  it('answers those of one type, and those with a tag', async () => {
    const tagged = {
      PolicyName: 'tagged',
      PolicyDocument: policy(allow('*')),
      'Tag.1.Key': 'team',
      'Tag.1.Value': 'a',
    };
    await ram.call('CreatePolicy', tagged);
    const list = async (filter: object) => (await ram.call('ListPolicies', filter)).Policies.Policy as Members[];
    expect((await list({ PolicyType: 'System' })).every(({ PolicyType }) => PolicyType === 'System')).toBe(true);
    expect((await list({ PolicyType: 'Custom' })).every(({ PolicyType }) => PolicyType === 'Custom')).toBe(true);
    const byTag = await list({ 'Tag.1.Key': 'team', 'Tag.1.Value': 'a' });
    expect(byTag).toMatchObject([{ PolicyName: 'tagged', Tags: { Tag: [{ TagKey: 'team', TagValue: 'a' }] } }]);
    expect(await list({ 'Tag.1.Key': 'team', 'Tag.1.Value': 'b' })).toEqual([]);
  });

  it('refuses a marker that it did not write', async () => {
    expect(await refusal(ram.call('ListPolicies', { Marker: '0/a' }))).toMatchObject({
      code: 'InvalidParameter.Marker',
    });
  });

  it('refuses a caller without permission', async () => {
    const { credentials } = await ram.newUser();
    const call = ram.call('ListPolicies', {}, credentials);
    expect(await refusal(call)).toEqual(noPermission('ListPolicies', ram.accountId, 'policy/*'));
  });
});
