import { canonicalQuery } from '../../src/gateway/signature/percent-encode.ts';
import { allow } from '../ram/ram-account.ts';
import { RamApplication } from '../ram/ram-application.ts';
import type { Credentials } from '../support/api-clients.ts';
import { ask, type Asked } from '../support/ask.ts';
import { describeOnNetwork } from '../support/requirements.ts';
import { signedPairs } from '../support/signed-request.ts';
import type { TestApplication } from '../support/test-application.ts';

// All of 127.0.0.0/8 belongs to this machine, so that a proxy and other clients can have different addresses.
const proxy = '127.0.0.2';
const behindTls = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };
const basicOf = ({ accessKeyId, accessKeySecret }: Credentials) =>
  `Basic ${Buffer.from(`${accessKeyId}:${accessKeySecret}`).toString('base64')}`;

describe('who is calling', () => {
  let ram: RamApplication;
  let app: TestApplication;
  beforeAll(async () => {
    const settings = { SALLYPORT_TRUSTED_PROXIES: `${proxy}, 10.0.0.0/8`, SALLYPORT_HTTP_LISTEN: '0.0.0.0:0' };
    ram = await RamApplication.start({ settings });
    app = ram.app;
  });
  afterAll(() => app.stop());

  interface From {
    readonly from?: string;
    readonly headers?: Record<string, string>;
    readonly tls?: boolean;
    readonly to?: string;
  }

  function send(path: string, { from, headers, tls, to = '127.0.0.1' }: From): Promise<Asked> {
    const url = `${tls ? 'https' : 'http'}://${to}:${new URL(app.url).port}${path}`;
    return ask(url, { localAddress: from, headers, rejectUnauthorized: false });
  }

  const withBasic = (call: From) =>
    send('/kms/keys', { ...call, headers: { authorization: basicOf(app.rootAccessKey), ...call.headers } });
  const signed = (call: From, { accessKeyId, accessKeySecret } = app.rootAccessKey) => {
    const pairs = signedPairs(app, [['Action', 'ListKeys']], {
      protocol: { AccessKeyId: accessKeyId },
      accessKeySecret,
    });
    return send(`/?${canonicalQuery(pairs)}`, call);
  };
  const codeOf = ({ text }: Asked) => JSON.parse(text).Code;

  it.each<[string, From, number]>([
    ['on this machine', {}, 200],
    ['in TLS', { tls: true }, 200],
    ['in TLS, through whatever proxy', { tls: true, headers: { via: '1.1 proxy' } }, 200],
    [
      "through a proxy on this machine that forwards the client's address",
      { headers: { 'x-forwarded-for': '203.0.113.9' } },
      400,
    ],
    ['through one that claims TLS and is not trusted', { headers: behindTls }, 400],
    ['through one that forwards nothing', { headers: { via: '1.1 proxy' } }, 400],
    ['through a trusted proxy, in TLS', { from: proxy, headers: behindTls }, 200],
    [
      'through a trusted proxy, in the clear',
      { from: proxy, headers: { ...behindTls, 'x-forwarded-proto': 'http' } },
      400,
    ],
    ['through a trusted proxy of this machine, from here', { from: proxy, headers: { 'x-forwarded-for': '::1' } }, 200],
  ])('decides on HTTP Basic: %s', async (_title, from, status) => {
    const answer = await withBasic(from);
    expect([answer.status, codeOf(answer)]).toEqual([status, status === 200 ? undefined : 'InvalidProtocol.NeedSsl']);
  });

  describeOnNetwork('from another machine', (to) => {
    it.each<[string, From, number]>([
      ['in the clear', { to }, 400],
      ['in the clear, claiming to be on this machine', { to, headers: { 'x-forwarded-for': '127.0.0.1' } }, 400],
      ['in the clear, claiming TLS', { to, headers: behindTls }, 400],
      ['in TLS', { to, tls: true }, 200],
    ])('decides on HTTP Basic: %s', async (_title, from, status) => {
      expect((await withBasic(from)).status).toBe(status);
    });

    it('is not asked for a secret that others could read', async () => {
      const challenges = [await send('/kms/keys', { to }), await send('/kms/keys', { to, tls: true })];
      expect(challenges.map(({ status }) => status)).toEqual([401, 401]);
      expect(challenges.map(({ headers }) => headers['www-authenticate'])).toEqual([
        'ACS3-HMAC-SHA256',
        'Basic realm="Sallyport", charset="UTF-8"',
      ]);
    });
  });

  it('is what a trusted proxy says, in the audit trail', async () => {
    const answer = await signed({ from: proxy, headers: { ...behindTls, 'x-forwarded-for': '6.6.6.6, 203.0.113.77' } });
    const { RequestId } = JSON.parse(answer.text);
    const source = await app.database.dataSource.query(
      'select source_address from audit_events where request_id = $1',
      [RequestId],
    );
    expect(source).toEqual([{ source_address: '203.0.113.77' }]);
  });

  it('is refused when a trusted proxy sends something other than an address', async () => {
    const answer = await signed({ from: proxy, headers: { 'x-forwarded-for': 'unknown' } });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'ParseRequestParameterException']);
  });

  it('decides on a policy that looks at acs:SourceIp', async () => {
    const Condition = { IpAddress: { 'acs:SourceIp': '203.0.113.0/24' } };
    const { credentials } = await ram.newUser([{ ...allow('kms:*'), Condition }]);
    expect((await signed({ from: proxy, headers: behindTls }, credentials)).status).toBe(200);
    expect((await signed({ headers: behindTls }, credentials)).status).toBe(403);
    expect((await signed({ from: proxy }, credentials)).status).toBe(403);
  });

  it('decides on a policy that looks at acs:SecureTransport', async () => {
    const { credentials } = await ram.newUser([
      { ...allow('kms:*'), Condition: { Bool: { 'acs:SecureTransport': 'true' } } },
    ]);
    expect((await signed({ tls: true }, credentials)).status).toBe(200);
    expect((await signed({ from: proxy, headers: behindTls }, credentials)).status).toBe(200);
    expect((await signed({}, credentials)).status).toBe(403);
    expect((await signed({ headers: behindTls }, credentials)).status).toBe(403);
  });

  it.each([
    ['nothing', {}],
    ['another scheme', { authorization: 'Bearer abc' }],
    ['Basic credentials without a colon', { authorization: `Basic ${Buffer.from('abc').toString('base64')}` }],
    ['Basic credentials that are not Base64', { authorization: 'Basic {}' }],
  ])('is challenged on the REST surface when it sends %s', async (_title, headers) => {
    const answer = await send('/kms/keys', { headers });
    expect(answer).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Basic realm="Sallyport", charset="UTF-8"' },
    });
    expect(JSON.parse(answer.text)).toEqual({
      HttpStatus: 401,
      Code: 'MissingParameter',
      Message: 'The parameter  AccessKeyId  needed but no provided.',
      RequestId: expect.any(String),
    });
  });

  it('is answered on the RPC wire as published', async () => {
    const answer = await send('/?Action=ListKeys&Version=2016-01-20', {});
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([400, undefined]);
  });
});
