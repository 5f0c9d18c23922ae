import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { canonicalQuery } from '../../src/gateway/signature/percent-encode.ts';
import { ask } from '../support/ask.ts';
import { answerOf, call, rest, signedPairs } from '../support/signed-request.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';

/** Sends a Host header of the caller's choice, which fetch does not. */
function getFrom(port: number, path: string, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, headers: { host } }, (response) => void text(response).then(resolve, reject));
  });
}

describe('answers', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication();
    await app.pop('kms').request('CreateSecret', { SecretName: 'a/b', VersionId: 'v1', SecretData: '<&>"\'' });
  });
  afterAll(() => app.stop());

  it('are JSON unless XML is asked for, in any case', async () => {
    for (const format of ['JSON', 'json', '']) {
      expect(
        (
          await call(app, [
            ['Action', 'ListSecrets'],
            ['Format', format],
          ])
        ).body.SecretList.Secret,
      ).toHaveLength(1);
    }
    for (const format of ['XML', 'xml']) {
      const { text } = await call(app, [
        ['Action', 'ListSecrets'],
        ['Format', format],
      ]);
      expect(text).toMatch(
        /^<\?xml version="1.0" encoding="UTF-8"\?>\n<ListSecretsResponse><RequestId>[0-9A-F-]{36}<\/RequestId>/,
      );
      expect(text).toContain('<SecretList><Secret>');
    }
  });

  it('escape what XML reserves', async () => {
    const { text } = await call(app, [
      ['Action', 'GetSecretValue'],
      ['SecretName', 'a/b'],
      ['Format', 'XML'],
    ]);
    expect(text).toContain('<SecretData>&lt;&amp;&gt;&quot;&apos;</SecretData>');
  });

  it.each(['a\u0007b', 'a\u0000b', 'a\uffffb'])(
    'that XML cannot carry are an error that says that JSON can: %j',
    async (value) => {
      const SecretName = `with/${value.charCodeAt(1)}`;
      await app.pop('kms').request('CreateSecret', { SecretName, VersionId: 'v1', SecretData: value });
      const read = [
        ['Action', 'GetSecretValue'],
        ['SecretName', SecretName],
      ] as const;
      const { status, text } = await call(app, [...read, ['Format', 'XML']]);
      expect(status).toBe(400);
      expect(text).toContain('<Code>InvalidParameter.Format</Code>');
      expect(text).toContain('Format=JSON can.');
      expect((await call(app, read)).body.SecretData).toBe(value);
    },
  );

  it('that are errors have the envelope of KMS in JSON and XML', async () => {
    const parameters = [
      ['Action', 'DescribeSecret'],
      ['SecretName', 'nothing'],
    ] as const;
    const json = await call(app, parameters);
    expect(json.status).toBe(404);
    expect(Object.keys(json.body)).toEqual(['HttpStatus', 'Code', 'Message', 'RequestId']);
    expect(json.body).toMatchObject({
      HttpStatus: 404,
      Code: 'Forbidden.ResourceNotFound',
      Message: 'Resource not found',
    });
    const xml = await call(app, [...parameters, ['Format', 'XML']]);
    const inForm = await call(app, [...parameters, ['Format', 'XML']], { method: 'POST', place: 'form' });
    for (const { text } of [xml, inForm]) {
      expect(text).toMatch(/<KMS><HttpStatus>404<\/HttpStatus><Code>Forbidden.ResourceNotFound<\/Code>/);
    }
  });

  it('that are errors of other products have HostId and Recommend', async () => {
    const answer = await call(
      app,
      [
        ['Action', 'GetHost'],
        ['HostId', '1'],
      ],
      { protocol: { Version: '2019-12-09' } },
    );
    expect(Object.keys(answer.body)).toEqual(
      expect.arrayContaining(['RequestId', 'HostId', 'Code', 'Message', 'Recommend']),
    );
  });

  it('come from the region of the call: RegionId, else the one in the host, else the configured one', async () => {
    const { port } = new URL(app.url);
    const arn = async (host: string, ...region: string[]) => {
      const pairs = signedPairs(app, [['Action', 'CreateKey'], ...region.map((id) => ['RegionId', id] as const)]);
      const body = await getFrom(Number(port), `/?${canonicalQuery(pairs)}`, host);
      return (JSON.parse(body) as { KeyMetadata: { Arn: string } }).KeyMetadata.Arn.split(':')[2];
    };
    expect(await arn('kms.cn-beijing.aliyuncs.com')).toBe('cn-beijing');
    expect(await arn('kms.cn-beijing.aliyuncs.com', 'cn-shanghai')).toBe('cn-shanghai');
    expect(await arn('kms.example.com')).toBe('cn-hangzhou');
  });

  it('distinguish an unknown action from an unknown version', async () => {
    await expect(call(app, [['Action', 'NoSuchThing']])).resolves.toMatchObject({
      status: 404,
      body: {
        Code: 'InvalidAction.NotFound',
        Message: 'Specified api is not found, please check your url and method.',
      },
    });
    await expect(call(app, [['Action', 'ListKeys']], { protocol: { Version: '2014-01-01' } })).resolves.toMatchObject({
      status: 400,
      body: { Code: 'InvalidVersion' },
    });
  });

  it('of REST have the same members; names with a slash are percent-encoded in the path', async () => {
    const read = await rest(app, 'GET', '/kms/secrets/a%2Fb');
    expect(read).toMatchObject({ status: 200, body: { SecretName: 'a/b' } });
    const changed = await rest(app, 'PATCH', '/kms/secrets/a%2Fb', { Description: 'changed' });
    expect(changed).toMatchObject({ status: 200, body: { SecretName: 'a/b' } });
  });

  it('of verbs of their own are found at noun:verb', async () => {
    const answer = await rest(app, 'POST', '/kms/secrets:restore', { SecretName: 'a/b' });
    expect(answer).toMatchObject({ status: 409, body: { Code: 'Rejected.ResourceInUse' } });
  });

  it('of REST are refused when the path and the body disagree', async () => {
    const answer = await rest(app, 'PATCH', '/kms/secrets/a%2Fb', { SecretName: 'c', Description: 'x' });
    expect(answer).toMatchObject({ status: 400, body: { Code: 'InvalidParameter' } });
  });

  it('leave an audit row each, with who, from where, what, on which resource and the result', async () => {
    await call(app, [
      ['Action', 'DescribeSecret'],
      ['SecretName', 'nothing'],
    ]);
    const rows = await app.database.dataSource.query(
      `select action, resource, result, source_address, caller_arn from audit_events where action = 'DescribeSecret' and result <> 'OK'`,
    );
    expect(rows.at(-1)).toMatchObject({
      resource: expect.stringMatching(/^acs:kms:cn-hangzhou:\d{16}:secret\/nothing$/),
      result: 'Forbidden.ResourceNotFound',
      source_address: expect.stringContaining('127.0.0.1'),
      caller_arn: expect.stringMatching(/^acs:ram::\d{16}:root$/),
    });
  });
});

describe('documents and probes', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication();
  });
  afterAll(() => app.stop());

  it('the OpenAPI document names every operation, its parameters and its answer', async () => {
    const { body } = await answerOf(await fetch(`${app.url}/openapi.json`));
    expect(body.paths['/kms/secrets'].post.operationId).toBe('KMS.CreateSecret');
    expect(body.paths['/kms/secrets:restore'].post.operationId).toBe('KMS.RestoreSecret');
    expect(body.components.schemas.KMSCreateSecretRequest.required).toEqual(
      expect.arrayContaining(['SecretName', 'VersionId', 'SecretData']),
    );
    expect(body.components.schemas.KMSCreateSecretRequest.required).not.toContain('Tags');
  });

  it('the page to browse it is served', async () => {
    const page = await fetch(`${app.url}/docs`);
    expect(page.status).toBe(200);
    await expect(page.text()).resolves.toContain('<title>Sallyport</title>');
  });

  it('healthz and readyz answer', async () => {
    await expect(ask(`${app.url}/healthz`)).resolves.toMatchObject({ status: 200, text: 'ok\n' });
    await expect(ask(`${app.url}/readyz`)).resolves.toMatchObject({ status: 200, text: 'ok\n' });
  });

  it('readyz says so of a disposable service', async () => {
    const disposable = await startTestApplication({ settings: { SALLYPORT_DISPOSABLE: 'true' } });
    await expect(ask(`${disposable.url}/readyz`)).resolves.toMatchObject({ status: 200, text: 'ok\ndisposable\n' });
    await disposable.stop();
  });
});
