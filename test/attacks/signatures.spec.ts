import { canonicalQuery } from '../../src/gateway/signature/percent-encode.ts';
import { answerOf, call, send, signedPairs, type Pairs, type WireAnswer } from '../support/signed-request.ts';
import { newTestAccount, type ServiceAccount } from '../support/test-account.ts';

const listKeys: Pairs = [['Action', 'ListKeys']];
const form = { method: 'POST', place: 'form' } as const;
const formType = { 'content-type': 'application/x-www-form-urlencoded' };

describe('a call that was changed on its way', () => {
  let app: ServiceAccount;
  beforeAll(async () => {
    app = await newTestAccount();
  });

  const codeOf = ({ status, body }: WireAnswer): string => (status === 200 ? 'taken' : body.Code);
  const get = async (query: string) => answerOf(await fetch(`${app.url}/?${query}`));

  describe('is refused with signature V1', () => {
    it.each<[string, Pairs]>([
      ['a parameter of the operation', [['PageSize', '1']]],
      ['a parameter that any call may have', [['OwnerId', '1']]],
      ['a parameter of the protocol', [['Format', 'JSON']]],
      ['another region', [['RegionId', 'cn-beijing']]],
      ['an empty parameter', [['PageSize', '']]],
      ['a parameter without a name', [['', 'x']]],
    ])('with one more: %s', async (_, unsigned) => {
      for (const place of [{}, form]) {
        const answer = await call(app, listKeys, { ...place, unsigned });
        expect(['SignatureDoesNotMatch', 'InvalidParameter']).toContain(codeOf(answer));
        expect(answer.status).toBe(400);
      }
    });

    it('with one more in the body of a call whose query was signed, and the other way round', async () => {
      const query = canonicalQuery(signedPairs(app, listKeys, { method: 'POST' }));
      const post = (url: string, body: string) => fetch(url, { method: 'POST', headers: formType, body });
      const inBody = await answerOf(await post(`${app.url}/?${query}`, 'PageSize=1'));
      const inQuery = await answerOf(await post(`${app.url}/?PageSize=1`, query));
      expect([inBody, inQuery].map(codeOf)).toEqual(['SignatureDoesNotMatch', 'SignatureDoesNotMatch']);
    });

    it('without one of its parameters, or with another value', async () => {
      const pairs = signedPairs(app, [...listKeys, ['PageSize', '1']]);
      const without = pairs.filter(([name]) => name !== 'PageSize');
      const changed = pairs.map(([name, value]) => [name, name === 'PageSize' ? '2' : value] as const);
      for (const sent of [without, changed]) expect(codeOf(await send(app, sent))).toBe('SignatureDoesNotMatch');
    });

    it.each(['Action', 'AccessKeyId', 'Signature', 'SignatureNonce', 'Timestamp', 'Version', 'PageSize'])(
      'with %s twice: first, last, in the query and in the body, signed and not, equal and not',
      async (name) => {
        const extra = (value: string): Pairs => [[name, value]];
        const base: Pairs = [...listKeys, ['PageSize', '1']];
        const signed = signedPairs(app, base, form);
        const same = signed.find(([each]) => each === name)?.[1] as string;
        for (const value of [same, 'other', '']) {
          const last = [...signed, ...extra(value)];
          const first = [...extra(value), ...signed];
          for (const pairs of [first, last]) expect((await send(app, pairs, form)).status).toBe(400);
          const inQuery = await fetch(`${app.url}/?${canonicalQuery(extra(value))}`, {
            method: 'POST',
            headers: formType,
            body: canonicalQuery(signed),
          });
          expect(inQuery.status).toBe(400);
          const both = await call(app, [...base, ...extra(value)], form);
          expect(both.status).toBe(400);
        }
      },
    );

    it('with PageSize as a list beside the value', async () => {
      const answer = await call(app, [...listKeys, ['PageSize', '1'], ['PageSize.1', '2']]);
      expect(codeOf(answer)).toBe('InvalidParameter');
    });

    it.each(['action', 'ACTION', 'accessKeyId', 'signature', 'SIGNATURE', 'timestamp', 'signaturenonce', 'pagesize'])(
      'with %s, which is not the name of anything',
      async (name) => {
        const proper = { Version: '2016-01-20' };
        const instead = await call(app, [[name, 'ListKeys']], { protocol: proper });
        expect(instead.status).toBe(400);
        const beside = await call(app, [...listKeys, [name, 'ListKeys']]);
        expect(codeOf(beside)).toBe('InvalidParameter');
      },
    );

    it.each(['', '=', 'AA==', 'A'.repeat(27), 'A'.repeat(29), 'A'.repeat(10_000), '\u00e9'.repeat(14), '0'])(
      'with a signature of another length: %#',
      async (Signature) => {
        const answer = await call(app, listKeys, { protocol: { Signature }, ...form });
        expect(['SignatureDoesNotMatch', 'MissingParameter']).toContain(codeOf(answer));
      },
    );

    it('with the right signature made with the other method, and in another case', async () => {
      const pairs = signedPairs(app, listKeys, { signatureMethod: 'HMAC-SHA256' });
      const renamed = pairs.map(([name, value]) => [name, value === 'HMAC-SHA256' ? 'HMAC-SHA1' : value] as const);
      expect(codeOf(await send(app, renamed))).toBe('SignatureDoesNotMatch');
      const lower = signedPairs(app, listKeys).map(
        ([name, value]) => [name, name === 'Signature' ? value.toLowerCase() : value] as const,
      );
      expect(codeOf(await send(app, lower))).toBe('SignatureDoesNotMatch');
    });

    it('with parameters that were encoded twice: they are decoded once', async () => {
      const make = (SecretName: string) =>
        call(app, [
          ['Action', 'DescribeSecret'],
          ['SecretName', SecretName],
        ]);
      expect(codeOf(await make('a%2Fb'))).toBe('InvalidParameter');
      const query = canonicalQuery(signedPairs(app, [...listKeys, ['Filters', '[]']]));
      expect(codeOf(await get(query.replace('%5B', '%255B')))).toBe('SignatureDoesNotMatch');
    });
  });

  describe('means the same with signature V1', () => {
    it.each<[string, (query: string) => string]>([
      ['%20 and +', (query) => query.replaceAll('%20', '+')],
      ['%2A and *', (query) => query.replaceAll('%2A', '*')],
      ['~ and %7E', (query) => query.replaceAll('~', '%7E')],
      ['hexadecimal digits in lower case', (query) => query.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())],
      ['letters that need no encoding', (query) => query.replace('ListSecrets', '%4CistSecrets')],
      ['parameters in another order', (query) => query.split('&').reverse().join('&')],
    ])('%s', async (_, rewrite) => {
      const filters = JSON.stringify([{ Key: 'Description', Values: ['a b~*+'] }]);
      const query = canonicalQuery(
        signedPairs(app, [
          ['Action', 'ListSecrets'],
          ['Filters', filters],
        ]),
      );
      expect(rewrite(query)).not.toBe(query);
      expect(codeOf(await get(rewrite(query)))).toBe('taken');
    });

    it('but not + and %2B', async () => {
      const filters = JSON.stringify([{ Key: 'Description', Values: ['a+b'] }]);
      const query = canonicalQuery(
        signedPairs(app, [
          ['Action', 'ListSecrets'],
          ['Filters', filters],
        ]),
      );
      expect(codeOf(await get(query.replaceAll('%2B', '+')))).toBe('SignatureDoesNotMatch');
    });
  });

  it.each(['%ED%A0%80', '%ED%BF%BF', '%ED%A0%80%ED%B0%80', '%C0%AF', '%F8%88%80%80%80', '%FF'])(
    'is unreadable when it holds %s: half a surrogate pair, or invalid UTF-8',
    async (bytes) => {
      const query = canonicalQuery(signedPairs(app, [...listKeys, ['Filters', 'x']]));
      expect(codeOf(await get(query.replace('Filters=x', `Filters=${bytes}`)))).toBe('ParseRequestParameterException');
    },
  );
});
