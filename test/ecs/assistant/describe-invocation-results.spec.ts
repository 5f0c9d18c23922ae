import { startEmulatedInstance, type EmulatedInstance } from '../../../src/demo/emulated-instance.ts';
import { CloudAssistant, type AssistantCommand } from '../../../src/ecs/ecs.api.ts';
import { refusal, type Members } from '../../support/api-clients.ts';
import { eventually } from '../../support/eventually.ts';
import { lockWaits } from '../../support/lock-waits.ts';
import { startTestApplication } from '../../support/test-application.ts';
import { newAccount, type EcsAccount } from '../ecs-account.ts';
import { EcsApplication } from '../ecs-application.ts';

describe('DescribeInvocationResults', () => {
  let ecs: EcsAccount;
  let target: EmulatedInstance;
  let instanceId: string;

  beforeAll(async () => {
    ecs = await newAccount();
    target = await startEmulatedInstance({ users: [] });
    instanceId = await ecs.registerTarget(target);
  });
  afterAll(() => target.stop());

  const list = async (parameters: Members) =>
    (await ecs.call('DescribeInvocationResults', parameters))['Invocation'] as Members;

  describe('answers', () => {
    it('with the result of a command that ended well', async () => {
      const result = await ecs.run(instanceId, 'echo out; echo err >&2');
      expect(result).toEqual({
        InvokeId: expect.stringMatching(/^t-/),
        CommandId: expect.stringMatching(/^c-/),
        InstanceId: instanceId,
        InvocationStatus: 'Success',
        InvokeRecordStatus: 'Finished',
        ExitCode: 0,
        Output: 'out\nerr\n',
        Dropped: 0,
        ErrorCode: '',
        ErrorInfo: '',
        StartTime: expect.stringMatching(/^\d{4}-.*Z$/),
        FinishedTime: expect.stringMatching(/^\d{4}-.*Z$/),
        StopTime: '',
        Repeats: 1,
        Username: 'root',
      });
    });

    it('with the output in Base64 unless plain text is asked for', async () => {
      const { InvokeId } = await ecs.run(instanceId, 'echo out');
      const { InvocationResults } = await list({ InvokeId });
      expect(InvocationResults.InvocationResult[0].Output).toBe(Buffer.from('out\n').toString('base64'));
    });

    it('with the exit code of a command that failed', async () => {
      expect(await ecs.run(instanceId, 'exit 7')).toMatchObject({
        InvocationStatus: 'Failed',
        InvokeRecordStatus: 'Failed',
        ExitCode: 7,
        ErrorCode: 'ExitCodeNonzero',
      });
    });

    it('with the first 24,576 bytes of the output and how many more there were', async () => {
      const result = await ecs.run(instanceId, 'head -c 30000 /dev/zero | tr "\\0" x');
      expect(result['Output']).toBe('x'.repeat(24_576));
      expect(result['Dropped']).toBe(30_000 - 24_576);
    });

    it.each([
      ['AccountNotExists', { Username: 'nobody-here' }],
      ['DirectoryNotExists', { WorkingDir: '/no/such/folder' }],
    ])('with %s', async (ErrorCode, parameters) => {
      expect(await ecs.run(instanceId, 'true', parameters)).toMatchObject({ InvocationStatus: 'Failed', ErrorCode });
    });

    it('with an error where Cloud Assistant cannot log in', async () => {
      const without = await ecs.register({ Address: target.address, Port: target.port });
      expect(await ecs.run(without, 'true')).toMatchObject({
        InvocationStatus: 'Error',
        ErrorCode: 'ClientNotRunning',
      });
      const wrong = await ecs.registerTarget(target, { ManagementPassword: 'wrong' });
      expect(await ecs.run(wrong, 'true')).toMatchObject({ InvocationStatus: 'Error', ErrorCode: 'ClientNotRunning' });
      const nobody = await ecs.register({ Address: '127.0.0.1', Port: 1, ManagementPassword: 'x' });
      expect(await ecs.run(nobody, 'true')).toMatchObject({ InvocationStatus: 'Error', ErrorCode: 'ClientNotOnline' });
    });

    it('with each instance of a command that was sent to several', async () => {
      const other = await ecs.registerTarget(target);
      const { InvokeId } = await ecs.run(instanceId, 'true', { 'InstanceId.2': other });
      const { InvocationResults, TotalCount } = await list({ InvokeId });
      expect(TotalCount).toBe(2);
      const ids = InvocationResults.InvocationResult.map((result: Members) => result['InstanceId']);
      expect(ids.sort()).toEqual([instanceId, other].sort());
    });

    it('from token to token', async () => {
      const first = await list({ MaxResults: 1 });
      const second = await list({ MaxResults: 1, NextToken: first['NextToken'] });
      const idsOf = ({ InvocationResults }: Members) => {
        const { InvokeId, InstanceId } = InvocationResults.InvocationResult[0];
        return [InvokeId, InstanceId];
      };
      expect(idsOf(second)).not.toEqual(idsOf(first));
      expect(second['TotalCount']).toBe(first['TotalCount']);
    });

    it('with those of one state only', async () => {
      await ecs.run(instanceId, 'exit 1');
      const { InvocationResults } = await list({ InvokeRecordStatus: 'Failed', PageSize: 50 });
      const states = InvocationResults.InvocationResult.map((result: Members) => result['InvokeRecordStatus']);
      expect(new Set(states)).toEqual(new Set(['Failed']));
    });
  });

  it('shows a command whose process died as interrupted after its timeout', async () => {
    const never = {
      run: (_caller: unknown, { signal }: AssistantCommand) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', reject)),
    };
    const other = new EcsApplication(
      await startTestApplication({ overrides: [{ token: CloudAssistant, value: never }] }),
    );
    const id = await other.register();
    await other.call('RunCommand', { Type: 'RunShellScript', CommandContent: 'true', 'InstanceId.1': id });
    expect(await other.result({})).toMatchObject({ InvocationStatus: 'Running', FinishedTime: '' });
    const interrupted = { InvocationStatus: 'Error', ErrorCode: 'ExecutionInterrupted' };
    expect(await other.result({ InvokeRecordStatus: 'Failed' })).toBeUndefined();
    other.app.clock.advance(90_000);
    expect(await other.result({})).toMatchObject(interrupted);
    expect(await other.result({ InvokeRecordStatus: 'Failed' })).toMatchObject(interrupted);
    expect(await other.result({ InvokeRecordStatus: 'Running' })).toBeUndefined();
    await other.app.stop();
  });

  it('shows the result of a command that ended while the database was away', async () => {
    let end = () => {};
    const result = { exitCode: 0, stdout: 'done', stderr: '', droppedBytes: 0 };
    const slow = { run: () => new Promise((resolve) => (end = () => resolve(result))) };
    const other = new EcsApplication(
      await startTestApplication({ overrides: [{ token: CloudAssistant, value: slow }] }),
    );
    const { dataSource } = other.app.database;
    const id = await other.register();
    await other.call('RunCommand', { Type: 'RunShellScript', CommandContent: 'true', 'InstanceId.1': id });
    await dataSource.transaction(async (tx) => {
      await tx.query('lock table ecs_invocations in access exclusive mode');
      end();
      await eventually('the result is being recorded', async () => (await lockWaits(dataSource)) > 0);
      await tx.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
    });
    await eventually('it is recorded', async () => (await other.result({}))['InvocationStatus'] !== 'Running');
    expect(await other.result({})).toMatchObject({ InvocationStatus: 'Success', Output: 'done' });
    await other.app.stop();
  });

  it.each([[{ PageSize: 51 }], [{ InvokeRecordStatus: 'Sleeping' }], [{ NextToken: 'x' }], [{ 'Tag.1.Key': 'a' }]])(
    'refuses %j',
    async (parameters) => {
      expect(await refusal(list(parameters))).toMatchObject({ code: 'InvalidParameter' });
    },
  );
});
