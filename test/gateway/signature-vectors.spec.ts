import { Redacted } from '../../src/common/redacted.ts';
import {
  acs3CanonicalRequest,
  acs3Signature,
  acs3StringToSign,
  parseAcs3Authorization,
  sha256Hex,
} from '../../src/gateway/signature/acs3.ts';
import { v1Signature, v1StringToSign } from '../../src/gateway/signature/hmac-v1.ts';

// Captured from the official npm clients with AccessKey id `testid` and secret `testsecret`, 2026-11-23T12:11:15Z.
const secret = new Redacted('testsecret');

function pairsOf(text: string): [string, string][] {
  return text.split('&').map((pair) => {
    const split = pair.indexOf('=');
    return [decodeURIComponent(pair.slice(0, split)), decodeURIComponent(pair.slice(split + 1))];
  });
}

const v1Vectors = [
  {
    title: 'kms20160120: POST with everything in the query, `*` and `~` sent raw',
    method: 'POST',
    parameters:
      'Action=CreateSecret&Format=json&Timestamp=2026-11-23T12%3A11%3A15Z&Version=2016-01-20&SignatureNonce=2b71a2a901d7755c5cadf7f2439714b4&SecretName=acs%2Fecs%2Fweb%201&VersionId=v1&SecretData=%7B%22UserName%22%3A%22root%22%2C%22Password%22%3A%22p%26%3D%2B%20~*x%22%7D&Tags=%5B%7B%22TagKey%22%3A%22a%22%2C%22TagValue%22%3A%22b%22%7D%5D&SignatureMethod=HMAC-SHA1&SignatureVersion=1.0&AccessKeyId=testid&Signature=5pqOCdSfWVinO24%2FKVAz6YLgJ50%3D',
  },
  {
    title: 'pop-core: GET',
    method: 'GET',
    parameters:
      'AccessKeyId=testid&Action=GetSecretValue&Format=JSON&RegionId=cn-hangzhou&SecretName=acs%2Fecs%2Fweb%201&SignatureMethod=HMAC-SHA1&SignatureNonce=1e3962bb4c6b2946120dd6f8e93c4911&SignatureVersion=1.0&Timestamp=2026-11-23T12%3A11%3A15Z&Version=2016-01-20&Signature=nF%2Fo9HiH8pVtmXj4OF78y0a61%2BI%3D',
  },
  {
    title: 'pop-core: POST with a form body',
    method: 'POST',
    parameters:
      'AccessKeyId=testid&Action=ListSecrets&Filters=%5B%7B%22Key%22%3A%22SecretName%22%2C%22Values%22%3A%5B%22a%22%5D%7D%5D&Format=JSON&PageSize=10&SignatureMethod=HMAC-SHA1&SignatureNonce=358898a7b38ff633390934fb134212d5&SignatureVersion=1.0&Timestamp=2026-11-23T12%3A11%3A15Z&Version=2016-01-20&Signature=mOjrXaRMGlzPEU3MyXNtjdmKhSk%3D',
  },
  {
    title: 'pop-core: POST with nested lists',
    method: 'POST',
    parameters:
      'AccessKeyId=testid&Action=CreateRule&Format=JSON&Hosts.1.HostAccountIds.1=3&Hosts.1.HostAccountIds.2=4&Hosts.1.HostId=1&InstanceId=b&SignatureMethod=HMAC-SHA1&SignatureNonce=53f6d5b48b9cbcbc05acd6ce386345fe&SignatureVersion=1.0&Timestamp=2026-11-23T12%3A11%3A15Z&UserIds.1=1&UserIds.2=2&Version=2019-12-09&Signature=TBwKLCabdIPfnCu4FOZgv2qbEkw%3D',
  },
];

describe('signature V1 of the official clients', () => {
  it.each(v1Vectors)('$title', ({ method, parameters }) => {
    const pairs = pairsOf(parameters);
    const sent = pairs.find(([name]) => name === 'Signature')?.[1];
    expect(v1Signature('HMAC-SHA1', secret, v1StringToSign(method, pairs))).toBe(sent);
  });
});

describe('signature V3 of the official client', () => {
  const body = Buffer.from('X=1');
  const headers = {
    host: '127.0.0.1:4555',
    'x-acs-version': '2019-12-09',
    'x-acs-action': 'ImportKMSSecretsForHost',
    'x-acs-date': '2026-11-23T12:11:15Z',
    'x-acs-signature-nonce': '89457cea22f95993ca380a0a025575b4',
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    'x-acs-content-sha256': '23a40b81cf3ece1d02980a28710205d40f91cf0800313c01b2e4a581345be98f',
    'x-acs-credentials-provider': 'static_ak',
  };
  const authorization = parseAcs3Authorization(
    'ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=content-type;host;x-acs-action;x-acs-content-sha256;x-acs-credentials-provider;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=b4b7e86c39496806369e3dd4c2432044367dc767e41d8aec8d4be72611315c6b',
  );

  it('openapi-client: parameters in the query and a form body', () => {
    const canonicalRequest = acs3CanonicalRequest({
      method: 'POST',
      path: '/',
      query: pairsOf(
        'InstanceId=bastionhost-cn-x&HostId=1&Secrets=%5B%7B%22SecretName%22%3A%22acs%2Fecs%2Fw%22%2C%22SecretType%22%3A%22ECS%22%7D%5D&UserIds.1=1&UserIds.2=2',
      ),
      headers,
      signedHeaders: authorization?.signedHeaders ?? [],
      body,
    });
    expect(acs3Signature(secret, acs3StringToSign(canonicalRequest))).toBe(authorization?.signature);
  });

  it('covers the body by its SHA-256', () => {
    expect(sha256Hex(body)).toBe(headers['x-acs-content-sha256']);
  });
});
