import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

const bastion = await newAccount();

describe('ConfigInstanceWhiteList', () => {
  const configure = (parameters: Members) => bastion.call('ConfigInstanceWhiteList', parameters);
  const listed = async () => {
    const { InstanceAttribute } = await bastion.call('DescribeInstanceAttribute');
    const { PublicWhiteList, WhiteListPolicies } = InstanceAttribute;
    return { PublicWhiteList, WhiteListPolicies };
  };

  it('replaces the list, which both forms show', async () => {
    const answer = await configure({ 'WhiteList.1': '203.0.113.0/24', 'WhiteList.2': '2001:db8::/32' });
    expect(answer).toMatchObject({ InstanceId: bastion.instanceId });
    expect(await listed()).toEqual({
      PublicWhiteList: ['203.0.113.0/24', '2001:db8::/32'],
      WhiteListPolicies: [
        { Description: '', Entry: '203.0.113.0/24' },
        { Description: '', Entry: '2001:db8::/32' },
      ],
    });
    await configure({ WhiteListPolicies: [{ Description: 'office', Entry: '198.51.100.7, 198.51.100.8' }] });
    expect(await listed()).toEqual({
      PublicWhiteList: ['198.51.100.7', '198.51.100.8'],
      WhiteListPolicies: [{ Description: 'office', Entry: '198.51.100.7,198.51.100.8' }],
    });
  });

  it('takes what either form lists when both are given', async () => {
    const WhiteListPolicies = [{ Description: 'office', Entry: '198.51.100.7' }];
    await configure({ WhiteListPolicies, WhiteList: ['198.51.100.7', '203.0.113.9'] });
    expect((await listed()).PublicWhiteList).toEqual(['198.51.100.7', '203.0.113.9']);
  });

  it('empties the list without addresses', async () => {
    await configure({ WhiteList: ['0.0.0.0/0'] });
    await configure({});
    expect(await listed()).toEqual({ PublicWhiteList: [], WhiteListPolicies: [] });
  });

  const entries = [
    'example.com',
    '203.0.113.0/33',
    '203.0.113.0/024',
    '203.0.113',
    '2001:db8::/129',
    'fe80::1%eth0',
    '::ffff:203.0.113.9',
    '203.0.113.1-203.0.113.9',
    '203.0.113.9\u001b',
  ];

  it.each<[string, Members]>([
    ...entries.map((entry): [string, Members] => [entry, { WhiteList: [entry] }]),
    ['an empty address in a policy', { WhiteListPolicies: [{ Entry: '203.0.113.1,' }] }],
    ['51 addresses in a policy', { WhiteListPolicies: [{ Entry: Array(51).fill('203.0.113.1').join(',') }] }],
    ['a policy without addresses', { WhiteListPolicies: [{ Description: 'none' }] }],
    ['a description with an escape', { WhiteListPolicies: [{ Entry: '203.0.113.1', Description: '\u001b' }] }],
    ['501 addresses', { WhiteList: Array(501).fill('203.0.113.1') }],
  ])('refuses parameters: %s', async (_, parameters) => {
    expect(await refusal(configure(parameters))).toMatchObject({ code: 'InvalidParameter', status: 400 });
  });

  it('refuses an unknown instance', async () => {
    const refused = await refusal(configure({ InstanceId: 'bastionhost-cn-00000000000' }));
    expect(refused).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
