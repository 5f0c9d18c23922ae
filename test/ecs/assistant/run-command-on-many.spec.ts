import { CloudAssistant } from '../../../src/ecs/ecs.api.ts';
import { SentStatements } from '../../support/sent-statements.ts';
import { startTestApplication } from '../../support/test-application.ts';
import { region } from '../ecs-account.ts';
import { EcsApplication } from '../ecs-application.ts';

describe('RunCommand on several instances', () => {
  let ecs: EcsApplication;
  beforeAll(async () => {
    const idle = { run: async () => ({ exitCode: 0, stdout: '', stderr: '', droppedBytes: 0 }) };
    ecs = new EcsApplication(await startTestApplication({ overrides: [{ token: CloudAssistant, value: idle }] }));
  });
  afterAll(() => ecs.app.stop());

  const run = (ids: readonly string[]) => {
    const instances = Object.fromEntries(ids.map((id, index) => [`InstanceId.${index + 1}`, id]));
    return ecs.call('RunCommand', { Type: 'RunShellScript', CommandContent: 'true', ...instances });
  };

  it('looks all of them up at once', async () => {
    const ids = [await ecs.register(), await ecs.register(), await ecs.register()];
    const statements = new SentStatements(ecs.app, ['ecs_instances']);
    expect(await statements.textsOf(() => run(ids))).toHaveLength(1);
  });

  it('leaves an audit row of each', async () => {
    const ids = [await ecs.register(), await ecs.register()];
    const { RequestId } = await run([...ids, ids[0]!]);
    const rows: { resource: string }[] = await ecs.app.database.dataSource.query(
      'select resource from audit_events where request_id = $1',
      [RequestId],
    );
    const arns = ids.map((id) => `acs:ecs:${region}:${ecs.accountId}:instance/${id}`);
    expect(rows.map(({ resource }) => resource).sort()).toEqual(arns.sort());
  });
});
