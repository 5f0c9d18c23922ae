import { canonicalQuery } from '../../src/gateway/signature/percent-encode.ts';
import { answerOf, call, callV3, rest, send, signedPairs } from '../support/signed-request.ts';
import { refusal } from '../support/api-clients.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';

const listKeys = [['Action', 'ListKeys']] as const;

describe('the signer of a call', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication();
  });
  afterAll(() => app.stop());

  describe('is known by', () => {
    it.each([
      ['signature V1 in the query', { method: 'GET' }],
      ['signature V1 in the query of a POST with an empty body', { method: 'POST' }],
      ['signature V1 in a form body', { method: 'POST', place: 'form' }],
      ['HMAC-SHA256 instead of HMAC-SHA1', { signatureMethod: 'HMAC-SHA256' }],
    ] as const)('%s', async (_title, request) => {
      const answer = await call(app, listKeys, request);
      expect(answer).toMatchObject({
        status: 200,
        body: { TotalCount: 0, RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/) },
      });
    });

    it('signature V3 of the official client', async () => {
      await expect(app.openApi('kms').request('ListKeys')).resolves.toMatchObject({ TotalCount: 0 });
    });

    it.each(['constructor', '__proto__', 'set-cookie'])(
      'signature V3 that covers a header by the name of %s',
      async (name) => {
        const headers = { 'x-acs-action': 'ListKeys', 'set-cookie': 'a=b' };
        await expect(callV3(app, { headers, alsoSigned: [name] })).resolves.toMatchObject({ status: 200 });
      },
    );

    it('signature V3 on the REST surface', async () => {
      await expect(callV3(app, { method: 'GET', path: '/kms/keys' })).resolves.toMatchObject({ status: 200 });
    });

    it('HTTP Basic on the REST surface', async () => {
      await expect(rest(app, 'GET', '/kms/keys')).resolves.toMatchObject({ status: 200, body: { TotalCount: 0 } });
    });
  });

  describe('is refused for', () => {
    it('a disabled AccessKey, after the signature was verified', async () => {
      const setActive = (active: boolean) =>
        app.database.dataSource.query('update access_keys set active = $1', [active]);
      await setActive(false);
      const disabled = {
        status: 403,
        body: { Code: 'Forbidden.AccessKey', Message: 'This AccessKey is not enabled.' },
      };
      await expect(call(app, listKeys)).resolves.toMatchObject(disabled);
      await expect(call(app, listKeys, { accessKeySecret: 'x' })).resolves.toMatchObject({
        body: { Code: 'SignatureDoesNotMatch' },
      });
      await setActive(true);
      await expect(call(app, listKeys)).resolves.toMatchObject({ status: 200 });
    });

    it.each([
      ['an unknown AccessKey', { protocol: { AccessKeyId: 'LTAInobody' } }],
      ['a wrong signature', { accessKeySecret: 'x' }],
    ])('%s, not before 10 ms have passed, whatever was found', async (_title, request) => {
      const askedAt = performance.now();
      await expect(call(app, listKeys, request)).resolves.toMatchObject({ body: { Code: expect.any(String) } });
      expect(performance.now() - askedAt).toBeGreaterThanOrEqual(9);
    });

    it('an impossible region, before authentication', async () => {
      const answer = await call(app, listKeys, { protocol: { RegionId: 'CN Hangzhou' }, accessKeySecret: 'x' });
      expect(answer).toMatchObject({ status: 400, body: { Code: 'InvalidParameter' } });
      expect(answer.body.Message).toContain('RegionId');
    });

    it('a wrong secret, with the string that the server signed', async () => {
      const answer = await call(app, listKeys, { accessKeySecret: 'notTheSecret' });
      expect(answer).toMatchObject({ status: 400, body: { Code: 'SignatureDoesNotMatch' } });
      expect(answer.body.Message).toMatch(
        /^Specified signature is not matched with our calculation\. server string to sign is:GET&%2F&AccessKeyId%3D/,
      );
    });

    it('a wrong secret with signature V3', async () => {
      const credentials = { ...app.rootAccessKey, accessKeySecret: 'notTheSecret' };
      await expect(refusal(app.openApi('kms', credentials).request('ListKeys'))).resolves.toMatchObject({
        message: expect.stringContaining('Specified signature does not match our calculation.'),
      });
    });

    it('a wrong secret with HTTP Basic', async () => {
      const wrong = { ...app.rootAccessKey, accessKeySecret: 'notTheSecret' };
      const answer = await rest({ url: app.url, rootAccessKey: wrong } as TestApplication, 'GET', '/kms/keys');
      expect(answer).toMatchObject({ status: 400, body: { Code: 'SignatureDoesNotMatch' } });
    });

    it('an unknown AccessKey, in the words of the product', async () => {
      const kms = await call(app, listKeys, { protocol: { AccessKeyId: 'LTAInobody' } });
      expect(kms).toMatchObject({
        status: 404,
        body: {
          HttpStatus: 404,
          Code: 'InvalidAccessKeyId.NotFound',
          Message: 'The Access Key ID provided does not exist in our records.',
        },
      });
      const bastionhost = await call(app, [['Action', 'DescribeInstances']], {
        protocol: { AccessKeyId: 'LTAInobody', Version: '2019-12-09' },
      });
      expect(bastionhost.body).toMatchObject({
        Code: 'InvalidAccessKeyId.NotFound',
        Message: 'Specified access key is not found.',
        HostId: '127.0.0.1',
        Recommend: expect.stringContaining('InvalidAccessKeyId.NotFound'),
      });
    });

    it.each(['AccessKeyId', 'Signature', 'SignatureMethod', 'SignatureVersion', 'SignatureNonce', 'Timestamp'])(
      'a missing %s',
      async (name) => {
        const answer = await call(app, listKeys, { protocol: { [name]: undefined } });
        expect(answer).toMatchObject({
          status: 400,
          body: { Code: 'MissingParameter', Message: `The parameter  ${name}  needed but no provided.` },
        });
      },
    );

    it('a parameter that was added after signing', async () => {
      const answer = await call(app, listKeys, { unsigned: [['PageSize', '1']] });
      expect(answer.body.Code).toBe('SignatureDoesNotMatch');
    });

    it('a form body under a signature of GET', async () => {
      const pairs = signedPairs(app, listKeys, { method: 'GET' });
      await expect(send(app, pairs, { method: 'POST', place: 'form' })).resolves.toMatchObject({
        body: { Code: 'SignatureDoesNotMatch' },
      });
    });

    it('a JSON body under signature V1, which covers the query and a form only', async () => {
      const query = canonicalQuery(signedPairs(app, listKeys, { method: 'POST' }));
      const body = JSON.stringify({ PageSize: 3 });
      const headers = { 'content-type': 'application/json' };
      const answer = await answerOf(await fetch(`${app.url}/?${query}`, { method: 'POST', headers, body }));
      expect(answer).toMatchObject({ status: 400, body: { Code: 'IncompleteSignature' } });
    });

    it.each([
      ['Action', { 'x-acs-action': 'ListKeys' }, {}],
      ['Version', { 'x-acs-version': '2016-01-20' }, { Version: undefined }],
    ] as const)('signature V1 with %s in a header, which it does not cover', async (name, headers, protocol) => {
      const parameters = name === 'Action' ? [] : listKeys;
      const query = canonicalQuery(signedPairs(app, parameters, { protocol }));
      const answer = await answerOf(await fetch(`${app.url}/?${query}`, { headers }));
      expect(answer).toMatchObject({
        status: 400,
        body: { Message: `The parameter  ${name}  needed but no provided.` },
      });
    });

    it('a header and a parameter that name different actions', async () => {
      const answer = await callV3(app, { query: [['Action', 'ListKeys']], headers: { 'x-acs-action': 'ListSecrets' } });
      expect(answer).toMatchObject({ status: 400, body: { Code: 'InvalidParameter' } });
    });

    it.each(['HMAC-MD5', 'hmac-sha1', 'constructor', 'toString', '__proto__'])(
      'the signature method %s',
      async (method) => {
        const answer = await call(app, listKeys, { protocol: { SignatureMethod: method } });
        expect(answer).toMatchObject({ status: 400, body: { Code: 'InvalidSignatureMethod' } });
      },
    );

    it('a security token, since there are none', async () => {
      const answer = await call(app, [...listKeys, ['SecurityToken', 'x']]);
      expect(answer.body.Code).toBe('InvalidSecurityToken.MismatchWithAccessKey');
    });

    it('signature V3 that leaves headers or the body uncovered', async () => {
      const answer = await answerOf(
        await fetch(`${app.url}/`, {
          method: 'POST',
          headers: {
            'x-acs-version': '2016-01-20',
            'x-acs-action': 'ListKeys',
            'x-acs-date': `${app.clock.now().toISOString().slice(0, 19)}Z`,
            'x-acs-signature-nonce': 'n-1',
            authorization: `ACS3-HMAC-SHA256 Credential=${app.rootAccessKey.accessKeyId},SignedHeaders=host,Signature=00`,
          },
        }),
      );
      expect(answer.body.Code).toBe('IncompleteSignature');
    });
  });

  it('never shows the value of a secret parameter in the string that was signed', async () => {
    const parameters = [
      ['Action', 'PutSecretValue'],
      ['SecretName', 'a'],
      ['SecretData', 'canary&of=this test'],
    ] as const;
    const answer = await call(app, parameters, { accessKeySecret: 'notTheSecret' });
    expect(answer.body.Code).toBe('SignatureDoesNotMatch');
    expect(answer.text).not.toMatch(/canary|this/);
  });

  it.each([
    ['RunCommand', '2014-05-26', 'CommandContent'],
    ['RegisterInstance', '2014-05-26', 'ManagementPassphrase'],
    ['CreateHostAccount', '2019-12-09', 'PassPhrase'],
    ['PutSecretValue', '2016-01-20', 'secretdata'],
    ['PutSecretValue', '2016-01-20', 'SecretData.1'],
  ])('shows for %s (%s) no value of %s when a signature is wrong', async (Action, Version, name) => {
    const parameters = [
      ['Action', Action],
      [name, 'canary'],
    ] as const;
    const wrong = { accessKeySecret: 'notTheSecret' };
    const v1 = await call(app, parameters, { ...wrong, protocol: { Version } });
    const v3 = await callV3(app, { ...wrong, query: parameters, headers: { 'x-acs-version': Version } });
    for (const answer of [v1, v3]) {
      expect(answer.body.Code).toBe('SignatureDoesNotMatch');
      expect(answer.text).toContain(name);
      expect(answer.text).not.toContain('canary');
    }
  });

  it('shows the values that are not secret when a signature is wrong', async () => {
    const parameters = [
      ['Action', 'RunCommand'],
      ['InstanceId', 'i-shown'],
    ] as const;
    const answer = await call(app, parameters, {
      accessKeySecret: 'notTheSecret',
      protocol: { Version: '2014-05-26' },
    });
    expect(answer.text).toContain('i-shown');
  });

  it('a wrong signature over a megabyte that looks like names of secrets is refused like any other', async () => {
    const parameters = [...listKeys, ['Description', 'Password'.repeat(120_000)]] as const;
    const answer = await call(app, parameters, { accessKeySecret: 'x', method: 'POST', place: 'form' });
    expect(answer).toMatchObject({ status: 400, body: { Code: 'SignatureDoesNotMatch' } });
    expect(answer.text.length).toBeLessThan(5_000);
  });
});

describe('when a call is signed', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication();
  });
  afterAll(() => app.stop());

  const at = (offsetMs: number) => ({
    protocol: { Timestamp: `${new Date(app.clock.now().getTime() + offsetMs).toISOString().slice(0, 19)}Z` },
  });
  const minute = 60_000;

  it.each([-14.9, 14.9])('%d minutes off is accepted', async (minutes) => {
    await expect(call(app, listKeys, at(minutes * minute))).resolves.toMatchObject({ status: 200 });
  });

  it.each([-15.2, 15.2, 60 * 24 * 365])('%d minutes off is refused', async (minutes) => {
    await expect(call(app, listKeys, at(minutes * minute))).resolves.toMatchObject({
      status: 400,
      body: { Code: 'InvalidTimeStamp.Expired', Message: 'Specified time stamp or date value is expired.' },
    });
  });

  it.each(['now', '2026-11-23 12:11:15', '2026-13-40T99:99:99Z', '1795435875'])(
    '%s is not a time',
    async (timestamp) => {
      const answer = await call(app, listKeys, { protocol: { Timestamp: timestamp } });
      expect(answer.body.Code).toBe('InvalidTimeStamp.Format');
    },
  );

  it('a nonce is accepted once', async () => {
    const pairs = signedPairs(app, listKeys);
    await expect(send(app, pairs)).resolves.toMatchObject({ status: 200 });
    await expect(send(app, pairs)).resolves.toMatchObject({
      status: 400,
      body: { Code: 'SignatureNonceUsed', Message: 'Specified signature nonce was used already.' },
    });
  });

  it('a nonce is accepted once when twenty calls with it come at the same time', async () => {
    const pairs = signedPairs(app, listKeys);
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(app, pairs)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.Code === 'SignatureNonceUsed')).toHaveLength(19);
  });

  it('a nonce of a call with a wrong signature is not used up', async () => {
    const protocol = { SignatureNonce: 'a-nonce-of-a-wrong-call' };
    await call(app, listKeys, { protocol, accessKeySecret: 'notTheSecret' });
    await expect(call(app, listKeys, { protocol })).resolves.toMatchObject({ status: 200 });
  });
});
