import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, region, type EcsAccount } from '../ecs-account.ts';

describe('DescribeInstanceStatus', () => {
  let ecs: EcsAccount;
  beforeAll(async () => {
    ecs = await newAccount();
    for (const InstanceId of ['i-0', 'i-1', 'i-2']) await ecs.register({ InstanceId });
    await ecs.register({ InstanceId: 'i-elsewhere', RegionId: 'cn-beijing' });
  });

  const list = async (parameters: Members = {}) => {
    const answer = await ecs.call('DescribeInstanceStatus', { RegionId: region, ...parameters });
    return { ...answer, statuses: answer['InstanceStatuses'].InstanceStatus } as Members;
  };
  const running = (...ids: string[]) => ids.map((InstanceId) => ({ InstanceId, Status: 'Running' }));

  it('answers with the servers of the region', async () => {
    expect(await list()).toMatchObject({
      statuses: running('i-0', 'i-1', 'i-2'),
      TotalCount: 3,
      PageNumber: 1,
      PageSize: 10,
    });
  });

  it.each<[Members, string[]]>([
    [{ 'InstanceId.1': 'i-1', 'InstanceId.2': 'i-elsewhere' }, ['i-1']],
    [{ PageSize: 2, PageNumber: 2 }, ['i-2']],
    [{ RegionId: 'cn-beijing' }, ['i-elsewhere']],
  ])('answers %j', async (parameters, ids) => {
    expect((await list(parameters))['statuses']).toEqual(running(...ids));
  });

  it.each([{ PageSize: 51 }, { ZoneId: 'z' }, { ClusterId: 'c' }])('refuses %j', async (parameters) => {
    expect(await refusal(list(parameters))).toMatchObject({ code: 'InvalidParameter' });
  });

  it('refuses a caller without permission', async () => {
    const user = await ecs.newUser();
    expect(await refusal(user.request('DescribeInstanceStatus', {}))).toMatchObject({ code: 'Forbidden.RAM' });
  });
});
