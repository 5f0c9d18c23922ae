import { startEmulatedInstance, type EmulatedInstance } from '../../../src/demo/emulated-instance.ts';
import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, region, type EcsAccount } from '../ecs-account.ts';

describe('DescribeCloudAssistantStatus', () => {
  let ecs: EcsAccount;
  let target: EmulatedInstance;
  let managed: string;
  let bare: string;
  beforeAll(async () => {
    ecs = await newAccount();
    target = await startEmulatedInstance({ users: [] });
    managed = await ecs.registerTarget(target);
    bare = await ecs.register({ OSType: 'Windows' });
  });
  afterAll(() => target.stop());

  const list = async (parameters: Members = {}) => {
    const answer = await ecs.call('DescribeCloudAssistantStatus', { RegionId: region, ...parameters });
    return answer['InstanceCloudAssistantStatusSet'].InstanceCloudAssistantStatus as Members[];
  };

  it('answers on which servers commands can be run, and what was run', async () => {
    await ecs.run(managed, 'true');
    await ecs.run(managed, 'false');
    expect(await list()).toEqual([
      {
        InstanceId: managed,
        CloudAssistantStatus: 'true',
        OSType: 'Linux',
        InvocationCount: 2,
        ActiveTaskCount: 0,
        LastInvokedTime: expect.stringMatching(/^\d{4}-.*Z$/),
        SupportSessionManager: false,
      },
      {
        InstanceId: bare,
        CloudAssistantStatus: 'false',
        OSType: 'Windows',
        InvocationCount: 0,
        ActiveTaskCount: 0,
        LastInvokedTime: '',
        SupportSessionManager: false,
      },
    ]);
  });

  it('answers for the servers that are named, those of a system, or page by page', async () => {
    const ids = async (parameters: Members) => (await list(parameters)).map(({ InstanceId }) => InstanceId);
    expect(await ids({ 'InstanceId.1': bare })).toEqual([bare]);
    expect(await ids({ OSType: 'Linux' })).toEqual([managed]);
    expect(await ids({ OSType: 'FreeBSD' })).toEqual([]);
    const { NextToken } = await ecs.call('DescribeCloudAssistantStatus', { RegionId: region, MaxResults: 1 });
    expect(await ids({ MaxResults: 1, NextToken })).toEqual([bare]);
  });

  it('refuses an unknown server and an unknown operating system', async () => {
    expect(await refusal(list({ 'InstanceId.1': bare, 'InstanceId.2': 'i-none' }))).toMatchObject({
      code: 'InvalidInstance.NotFound',
      status: 404,
    });
    expect(await refusal(list({ OSType: 'BeOS' }))).toMatchObject({ code: 'InvalidParameter' });
  });

  it('refuses a caller without permission', async () => {
    const user = await ecs.newUser();
    expect(await refusal(user.request('DescribeCloudAssistantStatus', {}))).toMatchObject({ code: 'Forbidden.RAM' });
  });
});
