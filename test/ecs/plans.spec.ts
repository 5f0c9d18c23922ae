import { CloudAssistant } from '../../src/ecs/ecs.api.ts';
import type { Members } from '../support/api-clients.ts';
import { copyRow } from '../support/many-grants.ts';
import { SentStatements } from '../support/sent-statements.ts';
import { startTestApplication } from '../support/test-application.ts';
import { EcsApplication } from './ecs-application.ts';

const large = ['ecs_instances', 'ecs_invocations'];

describe('over ten thousand commands, what one of them or one instance is asked for reads no others', () => {
  let ecs: EcsApplication;
  let instanceId: string;
  let command: Members;
  let statements: SentStatements;

  beforeAll(async () => {
    const idle = { run: async () => ({ exitCode: 0, stdout: '', stderr: '', droppedBytes: 0 }) };
    ecs = new EcsApplication(await startTestApplication({ overrides: [{ token: CloudAssistant, value: idle }] }));
    const { dataSource } = ecs.app.database;
    instanceId = await ecs.register();
    command = await ecs.call('RunCommand', {
      Type: 'RunShellScript',
      CommandContent: 'true',
      'InstanceId.1': instanceId,
    });
    const copies = { where: 'instance_id = $1', values: [instanceId], from: 'generate_series(1, 10000) n' };
    const fill = (table: string, changed: Record<string, string>) =>
      copyRow((sql, values) => dataSource.query(sql, values), table, copies, changed);
    const ofCopy = { instance_id: `'i-copy-' || n` };
    await fill('ecs_invocations', { ...ofCopy, invoke_id: `'t-copy-' || n`, command_id: `'c-copy-' || n` });
    await fill('ecs_instances', ofCopy);
    await dataSource.query('analyze');
    statements = new SentStatements(ecs.app, large);
  });
  afterAll(() => ecs.app.stop());

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'DescribeInvocationResults of a command',
      () => ecs.call('DescribeInvocationResults', { CommandId: command['CommandId'] }),
      'ecs_invocations_by_command',
    ],
    [
      'DescribeInvocationResults of an instance',
      () => ecs.call('DescribeInvocationResults', { InstanceId: instanceId }),
      'ecs_invocations_by_instance',
    ],
    [
      'DescribeInvocations of an instance',
      () => ecs.call('DescribeInvocations', { InstanceId: instanceId }),
      'ecs_invocations_by_instance',
    ],
    [
      'DescribeCloudAssistantStatus of an instance',
      () => ecs.call('DescribeCloudAssistantStatus', { 'InstanceId.1': instanceId }),
      'ecs_invocations_by_instance',
    ],
  ])('for %s', async (_call, call, index) => {
    const nodes = await statements.nodesOf(call);
    expect(statements.scannedIn(nodes)).toEqual([]);
    expect(nodes.map((node) => node['Index Name'])).toContain(index);
  });
});
