import { connect } from 'node:net';
import { describeAction, type ActionDescription } from '../../src/gateway/action-description.ts';
import { ActionRegistry } from '../../src/gateway/registry.ts';
import { processorTime } from '../support/processor-time.ts';
import { call, callV3 } from '../support/signed-request.ts';
import { OneOfEachResource } from '../support/one-of-each-resource.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';

const pages = ['PageSize', 'PageNumber', 'MaxItems', 'MaxResults'];

describe('a caller who wants too much', () => {
  let app: TestApplication;
  let something: OneOfEachResource;
  let actions: ActionDescription[];
  beforeAll(async () => {
    app = await startTestApplication();
    something = await OneOfEachResource.make(app);
    actions = app.get(ActionRegistry).all().map(describeAction);
  });
  afterAll(() => app.stop());

  const send = ({ action, version }: ActionDescription, others: Record<string, string>) => {
    const parameters = {
      ...something.parametersFor(actions.find((each) => each.action === action && each.version === version)!),
      ...others,
    };
    const request = { method: 'POST', place: 'form', protocol: { Version: version } } as const;
    return call(app, [['Action', action], ...Object.entries(parameters)], request);
  };

  it('gets no page of more than a thousand items, and no page with a fractional number', async () => {
    const taken: string[] = [];
    let asked = 0;
    for (const description of actions) {
      for (const { name } of description.parameters.filter((parameter) => pages.includes(parameter.name))) {
        const sizes = name === 'PageNumber' ? [] : ['1001', '2147483647'];
        for (const value of [...sizes, '-1', '1.5', '1e9', '2147483648', '9223372036854775808', '9'.repeat(400)]) {
          const { status } = await send(description, { [name]: value });
          asked += 1;
          if (status !== 400) taken.push(`${description.action} ${name}=${value}: ${status}`);
        }
      }
    }
    expect(taken).toEqual([]);
    expect(asked).toBeGreaterThan(140);
  });

  it('leaves no audit row and no nonce while unidentified, however often they call', async () => {
    const counts = async () =>
      app.database.dataSource.query(
        'select (select count(*) from audit_events) as rows, (select count(*) from nonces) as nonces',
      );
    const before = await counts();
    const pairs = [['Action', 'ListKeys']] as const;
    for (let round = 0; round < 10; round += 1) {
      const calls = Array.from({ length: 50 }, (_, n) =>
        n % 2
          ? call(app, pairs, { accessKeySecret: 'x' })
          : call(app, pairs, { protocol: { AccessKeyId: `LTAI${round}x${n}` } }),
      );
      const statuses = new Set((await Promise.all(calls)).map(({ status }) => status));
      expect([...statuses].sort()).toEqual([400, 404]);
    }
    expect(await counts()).toEqual(before);
  });

  it('costs no more time with patterns that backtrack than with others of the same length', async () => {
    const long = (part: string, end: string) => part.repeat(Math.ceil(10_000 / part.length)) + end;
    const costOf = (text: string) =>
      processorTime(async () => {
        for (const description of actions) {
          const names = description.parameters.map(({ name }) => name).filter((name) => !pages.includes(name));
          await Promise.all(names.map((name) => send(description, { [name]: text })));
        }
      });
    const usual = await costOf(long('b', 'b'));
    for (const text of [long('a.', '@'), long('acs:', ' '), long('1', 'x')])
      expect(await costOf(text)).toBeLessThan(usual * 5);
  }, 120_000);

  it('cannot create a policy that takes forever to evaluate', async () => {
    const statement = { Effect: 'Allow', Action: `kms:${'*a'.repeat(500)}`, Resource: `acs:${'*?a'.repeat(300)}*` };
    const PolicyDocument = JSON.stringify({ Version: '1', Statement: [statement, statement] });
    const ram = app.pop('ram');
    await ram.request('CreatePolicy', { PolicyName: 'slow', PolicyDocument });
    await ram.request('AttachPolicyToUser', { UserName: 'any', PolicyName: 'slow', PolicyType: 'Custom' });
    const { AccessKey } = await ram.request('CreateAccessKey', { UserName: 'any' });
    const credentials = { accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret };
    const costOf = (SecretName: string) =>
      processorTime(async () => {
        for (let turn = 0; turn < 10; turn += 1) {
          const reading = app.pop('kms', credentials).request('GetSecretValue', { SecretName });
          await expect(reading).rejects.toMatchObject({ code: 'Forbidden.NoPermission' });
        }
      });
    const usual = await costOf('b');
    expect(await costOf('a'.repeat(192))).toBeLessThan(usual * 50);
  });

  it.each([
    ['lists', '['],
    ['objects', '{"a":'],
  ])('sends JSON with deeply nested %s, and is refused in every JSON parameter', async (_, opening) => {
    const deep = opening.repeat(20_000);
    const taken: string[] = [];
    for (const description of actions) {
      for (const { name, type } of description.parameters) {
        if (type !== 'list' && !/Json|Filters|Tags|Policy|Context|Config/i.test(`${type}${name}`)) continue;
        const { status, text } = await send(description, { [name]: deep });
        if (status < 400 || status > 499) taken.push(`${description.action} ${name}: ${text.slice(0, 100)}`);
      }
    }
    expect(taken).toEqual([]);
    const headers = { 'content-type': 'application/json', 'x-acs-action': 'ListKeys' };
    expect((await callV3(app, { headers, body: deep })).status).toBe(400);
  });

  it('holds up nobody with a hundred silent connections', async () => {
    const { port } = new URL(app.url);
    const sockets = Array.from({ length: 100 }, () => connect(Number(port), '127.0.0.1'));
    for (const socket of sockets)
      socket.on('error', () => undefined).write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n');
    const { status } = await call(app, [['Action', 'ListKeys']]);
    expect(status).toBe(200);
    const { headersTimeout, requestTimeout } = app.app.getHttpServer() as {
      headersTimeout: number;
      requestTimeout: number;
    };
    expect([headersTimeout, requestTimeout]).toEqual([10_000, 30_000]);
    for (const socket of sockets) socket.destroy();
  });
});
