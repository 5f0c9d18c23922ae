import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { sha256Hex } from '../../src/gateway/signature/acs3.ts';
import { canonicalQuery } from '../../src/gateway/signature/percent-encode.ts';
import { answerOf, callV3, type Pairs, type SignedV3Request, type WireAnswer } from '../support/signed-request.ts';
import { newTestAccount, type ServiceAccount } from '../support/test-account.ts';

const formType = { 'content-type': 'application/x-www-form-urlencoded' };

describe('a call with signature V3 that was changed on its way is refused', () => {
  let app: ServiceAccount;
  beforeAll(async () => {
    app = await newTestAccount();
  });

  const codeOf = ({ status, body }: WireAnswer): string => (status === 200 ? 'taken' : body.Code);
  const action = { 'x-acs-action': 'ListKeys' };

  /** Sends what was signed, with other headers, query or body. */
  async function sendChanged(
    signed: SignedV3Request,
    change: (sent: { headers: Record<string, string | string[]>; path: string; body: string }) => void,
  ): Promise<WireAnswer> {
    const sent = { ...(await signedV3(signed)), body: String(signed.body ?? '') };
    change(sent);
    const { port } = new URL(app.url);
    return new Promise((resolve, reject) => {
      const { path, headers, body } = sent;
      const outgoing = request({ host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
        void text(response).then((content) => {
          resolve({ status: response.statusCode ?? 0, text: content, body: JSON.parse(content) });
        }, reject);
      });
      outgoing.on('error', reject).end(body);
    });
  }

  /** The headers of a call, caught before it is sent. */
  async function signedV3(signed: SignedV3Request) {
    const kept = globalThis.fetch;
    let headers: Record<string, string> = {};
    let path = '/';
    globalThis.fetch = async (url, init) => {
      headers = { ...(init?.headers as Record<string, string>), host: new URL(app.url).host };
      path = String(url).slice(app.url.length);
      return new Response('{}');
    };
    await callV3(app, signed);
    globalThis.fetch = kept;
    return { headers: headers as Record<string, string | string[]>, path };
  }

  const mismatch = 'SignatureDoesNotMatch';

  it('unless nothing was changed', async () => {
    expect(codeOf(await sendChanged({ headers: action }, () => undefined))).toBe('taken');
  });

  it.each(['x-acs-action', 'x-acs-version', 'x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256'])(
    'with another %s, with two of them, and with none',
    async (name) => {
      const changes: ((headers: Record<string, string | string[]>) => void)[] = [
        (headers) => void (headers[name] = `${String(headers[name])}x`),
        (headers) => void (headers[name] = [String(headers[name]), 'x']),
        (headers) => void delete headers[name],
      ];
      for (const change of changes) {
        const { status } = await sendChanged({ headers: action }, ({ headers }) => change(headers));
        expect([400, 404]).toContain(status);
      }
    },
  );

  it('with another host', async () => {
    const answer = await sendChanged({ headers: action }, ({ headers }) => {
      headers['host'] = 'kms.cn-beijing.aliyuncs.com';
    });
    expect(codeOf(answer)).toBe(mismatch);
  });

  it('with one more header of the protocol, which nobody signed', async () => {
    const answer = await sendChanged({ headers: action }, ({ headers }) => {
      headers['x-acs-security-token'] = 'x';
    });
    expect(codeOf(answer)).toBe('IncompleteSignature');
  });

  it('with one more parameter in the query or in the body', async () => {
    const inQuery = await sendChanged({ headers: action }, (sent) => void (sent.path += '?PageSize=1'));
    expect(codeOf(inQuery)).toBe(mismatch);
    const headers = { ...action, ...formType };
    const inBody = await sendChanged({ headers, body: 'PageNumber=1' }, (sent) => void (sent.body += '&PageSize=1'));
    expect(codeOf(inBody)).toBe(mismatch);
  });

  it('with another body and its hash', async () => {
    const headers = { ...action, ...formType };
    const answer = await sendChanged({ headers, body: 'PageSize=1' }, (sent) => {
      sent.body = 'PageSize=2';
      sent.headers['x-acs-content-sha256'] = sha256Hex(sent.body);
    });
    expect(codeOf(answer)).toBe(mismatch);
  });

  it('with another Content-Type: the body then has no meaning', async () => {
    const json = { ...action, 'content-type': 'application/json' };
    const asForm = await sendChanged({ headers: json, body: '{"PageSize":1}' }, ({ headers }) => {
      headers['content-type'] = formType['content-type'];
    });
    const asJson = await sendChanged({ headers: { ...action, ...formType }, body: 'PageSize=1' }, ({ headers }) => {
      headers['content-type'] = 'application/json';
    });
    expect([codeOf(asForm), codeOf(asJson)]).toEqual(['InvalidParameter', 'ParseRequestParameterException']);
  });

  it.each([
    ['a shorter signature', (value: string) => value.slice(0, -2)],
    ['a longer signature', (value: string) => `${value}00`],
    ['no signature', (value: string) => value.replace(/Signature=[0-9a-f]+$/, 'Signature=')],
    ['the signature in capitals', (value: string) => value.replace(/[0-9a-f]{64}$/, (hex) => hex.toUpperCase())],
    ['another algorithm', (value: string) => value.replace('ACS3-HMAC-SHA256', 'ACS3-HMAC-SM3')],
    ['the names of the signed headers in capitals', (value: string) => value.replace('host;', 'HOST;')],
    ['one signed header fewer', (value: string) => value.replace(';x-acs-version', '')],
    ['the host not signed', (value: string) => value.replace('host;', '')],
    ['something before it', (value: string) => `x ${value}`],
  ])('with %s', async (_, change) => {
    const answer = await sendChanged({ headers: action }, ({ headers }) => {
      headers['authorization'] = change(String(headers['authorization']));
    });
    expect([mismatch, 'IncompleteSignature', 'MissingParameter']).toContain(codeOf(answer));
  });

  it('with a V1 signature of another caller alongside', async () => {
    const query: Pairs = [
      ['AccessKeyId', 'LTAIsomebody'],
      ['Signature', 'x'],
      ['SignatureNonce', randomUUID()],
    ];
    const answer = await sendChanged({ headers: action }, (sent) => void (sent.path += `?${canonicalQuery(query)}`));
    expect(codeOf(answer)).toBe(mismatch);
  });

  it('and HTTP Basic is ignored on this surface', async () => {
    const { accessKeyId, accessKeySecret } = app.rootAccessKey;
    const authorization = `Basic ${Buffer.from(`${accessKeyId}:${accessKeySecret}`).toString('base64')}`;
    const answer = await answerOf(
      await fetch(`${app.url}/?Action=ListKeys&Version=2016-01-20`, { headers: { authorization } }),
    );
    expect(codeOf(answer)).toBe('MissingParameter');
  });
});
