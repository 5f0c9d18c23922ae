import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { ask } from '../support/ask.ts';
import { answerOf, call, callV3, type Pairs } from '../support/signed-request.ts';
import { newTestAccount, type ServiceAccount } from '../support/test-account.ts';

const createSecret: Pairs = [
  ['Action', 'CreateSecret'],
  ['SecretName', 'hostile'],
  ['VersionId', 'v1'],
  ['SecretData', 'value'],
];

const json = { 'content-type': 'application/json', 'x-acs-action': 'ListKeys' };

describe('hostile input', () => {
  let app: ServiceAccount;
  beforeAll(async () => {
    app = await newTestAccount();
  });
  afterEach(async () => {
    await expect(call(app, [['Action', 'ListSecrets']])).resolves.toMatchObject({
      status: 200,
      body: { TotalCount: 0 },
    });
  });

  const form = { method: 'POST', place: 'form' } as const;

  /** What is answered to these bytes, up to the end of the connection. */
  function sent(bytes: string): Promise<string> {
    return new Promise((resolve) => {
      let received = '';
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (chunk) => (received += chunk.toString()));
      socket.on('close', () => resolve(received));
      socket.on('error', () => undefined);
    });
  }

  it.each<[string, string]>([
    ['a value of 30,721 bytes', 'SecretData'],
    ['a name with a blank', 'SecretName'],
    ['a name of 193 characters', 'SecretName'],
    ['a name with a NUL', 'SecretName'],
    ['an empty version', 'VersionId'],
  ])('%s is refused with the name of the parameter', async (title, name) => {
    const values: Record<string, string> = {
      'a value of 30,721 bytes': 'ä'.repeat(15_360) + 'a',
      'a name with a blank': 'a b',
      'a name of 193 characters': 'a'.repeat(193),
      'a name with a NUL': 'a\0b',
      'an empty version': '',
    };
    const parameters = createSecret.map(
      ([key, value]) => [key, key === name ? (values[title] as string) : value] as const,
    );
    const answer = await call(app, parameters, form);
    expect(answer.status).toBe(400);
    expect(answer.body.Code).toBe(title === 'an empty version' ? 'MissingParameter' : 'InvalidParameter');
    expect(answer.body.Message).toContain(name);
  });

  it.each<[string, Pairs]>([
    ['an unknown parameter', [['SecretNaem', 'x']]],
    ['a parameter twice', [['VersionId', 'v2']]],
    ['a parameter in another case', [['secretname', 'x']]],
    ['a value and a container of the same name', [['SecretName.1', 'x']]],
    ['__proto__', [['__proto__.polluted', '1']]],
    ['constructor.prototype', [['constructor.prototype.polluted', '1']]],
    ['hasOwnProperty', [['hasOwnProperty', '1']]],
    ['a parameter of the protocol in another case', [['regionid', 'cn-beijing']]],
    ['a flag that is neither true nor false', [['EnableAutomaticRotation', 'perhaps']]],
    ['tags that are not JSON', [['Tags', '[{]']]],
    ['tags that are not a list', [['Tags', '{"TagKey":"a"}']]],
    ['a record instead of a string', [['Description.a', '1']]],
    ['a record instead of a parameter without effect', [['DKMSInstanceId.a', '1']]],
    ['tags of null', [['Tags', '[null]']]],
    ['tags of text', [['Tags', '["a"]']]],
    ['tags with a member that tags do not have', [['Tags', '[{"TagKey":"a","TagValue":"b","Account":"c"}]']]],
    ['tags with a prototype', [['Tags', '[{"TagKey":"a","TagValue":"b","__proto__":{"x":1}}]']]],
    ['tags with a number for a prototype', [['Tags', '[{"TagKey":"a","TagValue":"b","__proto__":1}]']]],
    ['tags with a constructor', [['Tags', '[{"TagKey":"a","TagValue":"b","constructor":1}]']]],
    ['tags with hasOwnProperty', [['Tags', '[{"TagKey":"a","TagValue":"b","hasOwnProperty":1}]']]],
    ['a list that counts from 0', [['Tags.0.TagKey', 'a']]],
    ['a list with 01 in it', [['Tags.01.TagKey', 'a']]],
    ['a list whose items are lists', [['Tags.1.1.TagKey', 'a']]],
  ])('%s is refused', async (_title, extra) => {
    const answer = await call(app, [...createSecret, ...extra], form);
    expect(answer).toMatchObject({ status: 400, body: { Code: 'InvalidParameter' } });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('a list of many thousand items is refused', async () => {
    const tags = JSON.stringify(Array.from({ length: 5_000 }, () => ({ TagKey: 'a', TagValue: 'b' })));
    const answer = await call(app, [...createSecret, ['Tags', tags]], form);
    expect(answer).toMatchObject({ status: 400, body: { Code: 'InvalidParameter' } });
  });

  it('JSON that is nested 100,000 deep is refused', async () => {
    const answer = await call(app, [...createSecret, ['Tags', `${'['.repeat(100_000)}${']'.repeat(100_000)}`]], form);
    expect(answer).toMatchObject({ status: 400, body: { Code: 'InvalidParameter' } });
  });

  it('a form of half a million parameters is refused', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(`${app.url}/`, { method: 'POST', headers, body: 'a&'.repeat(500_000) });
    expect(answer.status).toBe(400);
  });

  it.each([
    ['a list of 100,000 records', `{"Tags":[${'{},'.repeat(100_000)}{}]}`],
    ['50,000 members', `{${Array.from({ length: 50_000 }, (_, index) => `"m${index}":1`).join()}}`],
    ['1,000 levels', `{"Tags":${'['.repeat(1_000)}${']'.repeat(1_000)}}`],
  ])('a JSON body of %s is refused unread', async (_title, body) => {
    await expect(callV3(app, { headers: json, body })).resolves.toMatchObject({
      status: 400,
      body: { Code: 'ParseRequestParameterException' },
    });
  });

  it.each([
    ['that is not UTF-8', json, Buffer.from('{"PageSize":1,"Filters":"\xe4"}', 'latin1')],
    ['of another type than forms and JSON', { ...json, 'content-type': 'text/plain' }, '{"PageSize":1}'],
    ['without a type', { 'x-acs-action': 'ListKeys' }, Buffer.from('PageSize=1')],
    ['that is compressed', { ...json, 'content-encoding': 'gzip' }, gzipSync('{"PageSize":1}')],
    ['that is a list', json, '[]'],
    ['that is not JSON', json, '{'],
  ])('a body %s is refused and not ignored', async (_title, headers, body) => {
    await expect(callV3(app, { headers, body })).resolves.toMatchObject({
      status: 400,
      body: { Code: 'ParseRequestParameterException' },
    });
  });

  it.each([
    ['the same name twice', '{"PageSize":1,"PageSize":2}'],
    ['the same name in two spellings', '{"PageSize":1,"Page\\u0053ize":2}'],
    ['the same name twice further in', '{"Filters":[{"Key":"KeyState","Key":"KeySpec","Values":["a"]}]}'],
  ])('a JSON body with %s is refused', async (_title, body) => {
    await expect(callV3(app, { headers: json, body })).resolves.toMatchObject({
      status: 400,
      body: { Code: 'ParseRequestParameterException' },
    });
  });

  it('a parameter in JSON with the same name twice is refused, in two objects it is not', async () => {
    const tags = (text: string) => call(app, [...createSecret, ['Tags', text]], form);
    const twice = await tags('[{"TagKey":"a","TagKey":"b","TagValue":"c"}]');
    expect(twice).toMatchObject({ status: 400, body: { Code: 'InvalidParameter' } });
    const filters = '[{"Key":"KeyId","Values":["a","Key"]},{"Key":"KeyId","Values":["Key"]}]';
    await expect(
      call(app, [
        ['Action', 'ListKeys'],
        ['Filters', filters],
      ]),
    ).resolves.toMatchObject({ status: 200 });
  });

  it('a type in capitals and with a charset is understood', async () => {
    const headers = { ...json, 'content-type': 'Application/JSON ; Charset=UTF-8' };
    await expect(callV3(app, { headers, body: '{"PageSize":3}' })).resolves.toMatchObject({ body: { PageSize: 3 } });
  });

  it('RegionId in a JSON body is the region of the call', async () => {
    const headers = { ...json, 'x-acs-action': 'CreateKey' };
    const elsewhere = await callV3(app, { headers, body: '{"RegionId":"cn-beijing"}' });
    expect(elsewhere.body.KeyMetadata.Arn).toMatch(/^acs:kms:cn-beijing:/);
    const refused = await callV3(app, { headers, body: '{"RegionId":["cn-beijing"]}' });
    expect(refused).toMatchObject({ status: 400, body: { Code: 'InvalidParameter' } });
  });

  it.each(['9007199254740993', '1e21', '1.5', '1e400'])('%s instead of a string is refused', async (number) => {
    const headers = { ...json, 'x-acs-action': 'DescribeKey' };
    await expect(callV3(app, { headers, body: `{"KeyId":${number}}` })).resolves.toMatchObject({
      status: 400,
      body: { Code: 'InvalidParameter' },
    });
  });

  it.each([' 5', '5 ', '+5', '-0', '0x10', '1e1', '5.0', 'NaN', 'Infinity', '٣'])(
    '"%s" instead of a number is refused',
    async (text) => {
      await expect(
        call(app, [
          ['Action', 'ListKeys'],
          ['PageSize', text],
        ]),
      ).resolves.toMatchObject({
        status: 400,
        body: { Code: 'InvalidParameter' },
      });
    },
  );

  it.each(['LTAI\0', 'LTAI\u{d7ff}', 'a'.repeat(100_000), "' OR true --"])(
    'an AccessKeyId that cannot exist is unknown, and does not affect concurrent calls: %#',
    async (AccessKeyId) => {
      const stranger = () => call(app, [['Action', 'ListKeys']], { protocol: { AccessKeyId }, ...form });
      const calls = Array.from({ length: 40 }, (_, n) => (n % 2 ? stranger() : call(app, [['Action', 'ListKeys']])));
      const statuses = (await Promise.all(calls)).map(({ status }) => status);
      expect(statuses).toEqual(calls.map((_, n) => (n % 2 ? 404 : 200)));
    },
  );

  // Whoever goes on sending to a service that has refused may lose its answer with the connection: these stop there.
  it('a URL of 128 KiB is refused', async () => {
    expect(await sent(`GET /?${'x'.repeat(131_070)}`)).toMatch(/^HTTP\/1.1 431 /);
  });

  it.each(['/', '/kms/secrets'])('a body over 1 MiB is refused unread in the envelope of errors: %s', async (path) => {
    const headers = { 'content-type': 'application/json', 'content-length': 1_048_577 };
    const { status, text } = await ask(`${app.url}${path}`, { method: 'POST', headers });
    expect(status).toBe(413);
    expect(JSON.parse(text)).toMatchObject({ Code: 'RequestTooLarge', RequestId: expect.any(String) });
  });

  it('a body of 1 MiB is read', async () => {
    const answer = await callV3(app, { headers: json, body: `{"PageSize":1${' '.repeat(1_048_562)}}` });
    expect(answer).toMatchObject({ status: 200, body: { PageSize: 1 } });
  });

  it.each([
    ['DELETE', '/', 404],
    ['PUT', '/', 404],
    ['GET', '/nowhere', 404],
    ['GET', '/kms/secrets/%zz', 400],
    ['GET', '/?%zz=1', 400],
    ['GET', '/?a=%ff%fe', 400],
  ])('%s %s is answered in the envelope of errors', async (method, path, status) => {
    const answer = await answerOf(await fetch(`${app.url}${path}`, { method }));
    expect(answer).toMatchObject({ status, body: { Code: expect.any(String), RequestId: expect.any(String) } });
  });

  it.each(['Action=ListKeys&Version=2016-01-20&Format=YAML', 'Format=XML&Format=JSON'])(
    '%s is refused',
    async (query) => {
      const answer = await answerOf(await fetch(`${app.url}/?${query}`));
      expect(answer.status).toBe(400);
    },
  );

  it('a request that is not HTTP ends only its own connection', async () => {
    expect(await sent('SSH-2.0-OpenSSH_9.2\r\n\r\n')).toMatch(/^(HTTP\/1.1 400|$)/);
  });
});
