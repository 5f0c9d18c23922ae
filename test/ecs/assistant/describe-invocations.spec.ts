import { startEmulatedInstance, type EmulatedInstance } from '../../../src/demo/emulated-instance.ts';
import { refusal, type Members } from '../../support/api-clients.ts';
import { region } from '../ecs-account.ts';
import { EcsApplication } from '../ecs-application.ts';

describe('DescribeInvocations', () => {
  let ecs: EcsApplication;
  let target: EmulatedInstance;
  let instanceId: string;
  let unreachable: string;
  let good: string;
  let mixed: string;
  beforeAll(async () => {
    ecs = await EcsApplication.start();
    target = await startEmulatedInstance({ users: [] });
    instanceId = await ecs.registerTarget(target);
    unreachable = await ecs.register();
    good = (await ecs.run(instanceId, 'echo out'))['InvokeId'];
    ecs.app.clock.advance(1_000);
    mixed = (await ecs.run(instanceId, 'echo two', { 'InstanceId.2': unreachable }))['InvokeId'];
  });
  afterAll(async () => {
    await target.stop();
    await ecs.app.stop();
  });

  const list = async (parameters: Members = {}) => {
    const answer = await ecs.call('DescribeInvocations', { RegionId: region, ...parameters });
    return { ...answer, invocations: answer['Invocations'].Invocation } as Members;
  };
  const ids = async (parameters: Members = {}) =>
    (await list(parameters))['invocations'].map(({ InvokeId }: Members) => InvokeId);

  it('answers with a command and its outcome on the instance', async () => {
    const { invocations } = await list({ InvokeId: good });
    const time = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(invocations).toEqual([
      {
        InvokeId: good,
        CommandId: expect.stringMatching(/^c-/),
        InvokeStatus: 'Finished',
        InvocationStatus: 'Success',
        Username: 'root',
        CreationTime: time,
        RepeatMode: 'Once',
        Timed: false,
        Frequency: '',
        Parameters: '{}',
        InvokeInstances: {
          InvokeInstance: [
            {
              InstanceId: instanceId,
              InvocationStatus: 'Success',
              InstanceInvokeStatus: 'Finished',
              ExitCode: 0,
              Dropped: 0,
              ErrorCode: '',
              ErrorInfo: '',
              CreationTime: time,
              StartTime: time,
              FinishTime: time,
              StopTime: '',
              UpdateTime: time,
              Repeats: 1,
              Timed: false,
            },
          ],
        },
      },
    ]);
  });

  it('answers with the output when it is asked for', async () => {
    const outputOf = async (parameters: Members) =>
      (await list({ InvokeId: good, IncludeOutput: 'true', ...parameters }))['invocations'][0].InvokeInstances
        .InvokeInstance[0].Output;
    expect(await outputOf({})).toBe(Buffer.from('out\n').toString('base64'));
    expect(await outputOf({ ContentEncoding: 'PlainText' })).toBe('out\n');
  });

  it('answers with one entry for a command on two instances, which failed on one', async () => {
    const { invocations } = await list({ InvokeId: mixed });
    expect(invocations).toMatchObject([{ InvokeStatus: 'PartialFailed', InvocationStatus: 'PartialFailed' }]);
    expect(invocations[0].InvokeInstances.InvokeInstance).toHaveLength(2);
    const { invocations: there } = await list({ InvokeId: mixed, InstanceId: unreachable });
    expect(there[0].InvokeInstances.InvokeInstance).toMatchObject([{ InstanceId: unreachable }]);
  });

  it('answers the newest first, by their status or instance, and page by page', async () => {
    expect(await ids()).toEqual([mixed, good]);
    expect(await ids({ InvokeStatus: 'Finished' })).toEqual([good]);
    expect(await ids({ InvokeStatus: 'Running' })).toEqual([]);
    expect(await ids({ InstanceId: unreachable })).toEqual([mixed]);
    expect(await list({ PageSize: 1, PageNumber: 2 })).toMatchObject({ TotalCount: 2, PageNumber: 2 });
    const { NextToken } = await list({ MaxResults: 1 });
    expect(await ids({ MaxResults: 1, NextToken })).toEqual([good]);
  });

  it('answers a command that was lost with its process as failed', async () => {
    await ecs.app.database.dataSource.query(
      `update ecs_invocations set status = 'Running', finished_at = null, exit_code = null, deadline = $2 where invoke_id = $1`,
      [good, ecs.app.clock.now()],
    );
    expect(await ids({ InvokeStatus: 'Failed' })).toEqual([good]);
    expect((await list({ InvokeId: good }))['invocations'][0].InvokeInstances.InvokeInstance[0]).toMatchObject({
      InvocationStatus: 'Error',
      ErrorCode: 'ExecutionInterrupted',
    });
  });

  it.each([
    { CommandName: 'x' },
    { RepeatMode: 'Period' },
    { Timed: 'true' },
    { InvokeStatus: 'Gone' },
    { PageSize: 51 },
  ])('refuses %j', async (parameters) => {
    expect(await refusal(list(parameters))).toMatchObject({ code: 'InvalidParameter' });
  });

  it('refuses a caller without permission', async () => {
    const user = await ecs.newUser();
    expect(await refusal(user.request('DescribeInvocations', {}))).toMatchObject({ code: 'Forbidden.RAM' });
  });
});
