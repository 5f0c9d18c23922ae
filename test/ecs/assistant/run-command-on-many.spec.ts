import { CloudAssistant } from '../../../src/ecs/ecs.api.ts';
import { refusal, type Members } from '../../support/api-clients.ts';
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

  const command = (ids: readonly string[], parameters: Members = {}) => {
    const instances = Object.fromEntries(ids.map((id, index) => [`InstanceId.${index + 1}`, id]));
    return { Type: 'RunShellScript', CommandContent: 'true', ...instances, ...parameters };
  };
  const run = (...parameters: Parameters<typeof command>) => ecs.call('RunCommand', command(...parameters));

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

  it('is refused to a caller who may not run it on one of them', async () => {
    const [allowed, denied] = [await ecs.register(), await ecs.register()];
    const user = await ecs.newUser([
      { Effect: 'Allow', Action: 'ecs:RunCommand', Resource: '*' },
      { Effect: 'Deny', Action: 'ecs:RunCommand', Resource: `acs:ecs:*:*:instance/${denied}` },
    ]);
    const runAsUser = (...ids: string[]) => user.request('RunCommand', command(ids));
    expect(await refusal(runAsUser(allowed, denied))).toMatchObject({ code: 'Forbidden.RAM', status: 403 });
    expect(await refusal(runAsUser(denied, denied))).toMatchObject({ code: 'Forbidden.RAM', status: 403 });
    expect(await runAsUser(allowed, allowed)).toMatchObject({ InvokeId: expect.any(String) });
  });

  it('keeps to those that its ClientToken was first sent with', async () => {
    const [one, other] = [await ecs.register(), await ecs.register()];
    const first = await run([one], { ClientToken: 'here' });
    const mismatch = { code: 'IdempotentParameterMismatch', status: 403 };
    expect(await refusal(run([other], { ClientToken: 'here' }))).toMatchObject(mismatch);
    expect(await refusal(run([one, other], { ClientToken: 'here' }))).toMatchObject(mismatch);
    expect(await ecs.result({ InstanceId: other })).toBeUndefined();
    expect((await run([one], { ClientToken: 'here' }))['InvokeId']).toBe(first['InvokeId']);
  });
});
