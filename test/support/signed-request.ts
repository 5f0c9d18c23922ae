import { randomUUID } from 'node:crypto';
import { wireTime } from '../../src/common/clock.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { acs3CanonicalRequest, acs3Signature, acs3StringToSign, sha256Hex } from '../../src/gateway/signature/acs3.ts';
import { canonicalQuery } from '../../src/gateway/signature/percent-encode.ts';
import { v1Signature, v1StringToSign, type V1Method } from '../../src/gateway/signature/hmac-v1.ts';
import type { ServiceAccount } from './test-account.ts';

export type Pairs = readonly (readonly [string, string])[];

export interface WireAnswer {
  readonly status: number;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- answers are as free as JSON
  readonly body: any;
}

export interface SignedRequest {
  readonly method?: 'GET' | 'POST';
  /** Protocol parameters to send instead of the right ones; undefined leaves one out. */
  readonly protocol?: Readonly<Record<string, string | undefined>>;
  readonly signatureMethod?: V1Method;
  readonly accessKeySecret?: string;
  /** Added after signing. */
  readonly unsigned?: Pairs;
  /** Where the parameters travel; a GET has no body. */
  readonly place?: 'query' | 'form';
}

/** Signs parameters as signature V1 requires, so that a test can send what no well-behaved client would. */
export function signedPairs(app: ServiceAccount, parameters: Pairs, request: SignedRequest = {}): Pairs {
  const signatureMethod = request.signatureMethod ?? 'HMAC-SHA1';
  const protocol = {
    Version: '2016-01-20',
    AccessKeyId: app.rootAccessKey.accessKeyId,
    SignatureMethod: signatureMethod,
    SignatureVersion: '1.0',
    SignatureNonce: randomUUID(),
    Timestamp: wireTime(app.clock.now()),
    ...request.protocol,
  };
  const pairs = [
    ...parameters,
    ...(Object.entries(protocol).filter(([, value]) => value !== undefined) as [string, string][]),
  ];
  const secret = new Redacted(request.accessKeySecret ?? app.rootAccessKey.accessKeySecret);
  const signature = v1Signature(signatureMethod, secret, v1StringToSign(request.method ?? 'GET', pairs));
  const sent =
    request.protocol && 'Signature' in request.protocol ? pairs : [...pairs, ['Signature', signature] as const];
  return [...sent, ...(request.unsigned ?? [])];
}

/** Sends a call over the RPC wire. */
export async function call(app: ServiceAccount, parameters: Pairs, request: SignedRequest = {}): Promise<WireAnswer> {
  return send(app, signedPairs(app, parameters, request), request);
}

export async function send(app: ServiceAccount, pairs: Pairs, request: SignedRequest = {}): Promise<WireAnswer> {
  const encoded = canonicalQuery(pairs);
  const isForm = request.place === 'form';
  return answerOf(
    await fetch(isForm ? `${app.url}/` : `${app.url}/?${encoded}`, {
      method: request.method ?? 'GET',
      ...(isForm ? { body: encoded, headers: { 'content-type': 'application/x-www-form-urlencoded' } } : {}),
    }),
  );
}

export interface SignedV3Request {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Pairs;
  readonly body?: string | Uint8Array;
  /** Headers to add or to replace the right ones with. Those that begin with `x-acs-` are signed. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Names of further headers to sign. */
  readonly alsoSigned?: readonly string[];
  readonly accessKeySecret?: string;
}

/** Signs as signature V3 requires and sends what no well-behaved client would. */
export async function callV3(app: ServiceAccount, request: SignedV3Request): Promise<WireAnswer> {
  const { method = 'POST', path = '/', query = [], alsoSigned = [] } = request;
  const body = Buffer.from(request.body ?? '');
  const own: Record<string, string> = {
    'x-acs-version': '2016-01-20',
    'x-acs-date': wireTime(app.clock.now()),
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-content-sha256': sha256Hex(body),
    ...request.headers,
  };
  const headers: Record<string, string> = { host: new URL(app.url).host, ...own };
  const signedHeaders = [...Object.keys(headers).filter((name) => /^(x-acs-|host$)/.test(name)), ...alsoSigned].sort();
  const canonical = acs3CanonicalRequest({ method, path, query, headers, signedHeaders, body });
  const secret = new Redacted(request.accessKeySecret ?? app.rootAccessKey.accessKeySecret);
  const signature = acs3Signature(secret, acs3StringToSign(canonical));
  const credential = `Credential=${app.rootAccessKey.accessKeyId}`;
  const authorization = `ACS3-HMAC-SHA256 ${credential},SignedHeaders=${signedHeaders.join(';')},Signature=${signature}`;
  const url = `${app.url}${path}${query.length > 0 ? `?${canonicalQuery(query)}` : ''}`;
  return answerOf(
    await fetch(url, { method, headers: { ...own, authorization }, body: method === 'GET' ? undefined : body }),
  );
}

/** Sends a call over REST with HTTP Basic. */
export async function rest(app: ServiceAccount, method: string, path: string, body?: unknown): Promise<WireAnswer> {
  const { accessKeyId, accessKeySecret } = app.rootAccessKey;
  const authorization = `Basic ${Buffer.from(`${accessKeyId}:${accessKeySecret}`).toString('base64')}`;
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const contentType: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  return answerOf(await fetch(`${app.url}${path}`, { method, headers: { authorization, ...contentType }, ...json }));
}

export async function answerOf(response: Response): Promise<WireAnswer> {
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json');
  return { status: response.status, text, body: isJson ? JSON.parse(text) : undefined };
}
