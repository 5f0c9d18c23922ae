import type { Config, OpenApiRequest, Params } from '@alicloud/openapi-client';
import Core from '@alicloud/pop-core';
import { wireTime, type Clock } from '../../src/common/clock.ts';

export const versions = {
  kms: '2016-01-20',
  bastionhost: '2019-12-09',
  ecs: '2014-05-26',
  ram: '2015-05-01',
  sts: '2015-04-01',
  bssopenapi: '2017-12-14',
} as const;
export type ProductName = keyof typeof versions;
// oxlint-disable-next-line typescript/no-explicit-any -- answers are as free as JSON
export type Members = Record<string, any>;

export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Only for a session's credentials. */
  readonly securityToken?: string;
}

/** A product's client, which calls operations by name. */
export interface ApiClient {
  request(action: string, parameters?: Members, options?: { method?: 'GET' | 'POST' }): Promise<Members>;
}

interface OpenApi {
  callApi(params: Params, request: OpenApiRequest, runtime: object): Promise<Members>;
}

interface PopCore {
  request(action: string, parameters: Members, options: Members): Promise<Members>;
}

// Both clients are CommonJS modules whose types and whose default export disagree.
function exported<T>(module: unknown): T {
  return ((module as { default?: unknown }).default ?? module) as T;
}

const RpcClient = exported<new (config: Members) => PopCore>(Core);

/** The vendor's pop-core client: signature V1, a form body (or the query with GET). */
export function popClient(endpoint: string, product: ProductName, credentials: Credentials, clock: Clock): ApiClient {
  const client = new RpcClient({ ...credentials, endpoint, apiVersion: versions[product] });
  return {
    request: (action, parameters = {}, options = {}) =>
      client.request(
        action,
        { Timestamp: wireTime(clock.now()), ...parameters },
        { method: options.method ?? 'POST', formatParams: false, timeout: 30_000 },
      ),
  };
}

/** The setting with which the vendor's newer clients speak plain HTTP; their default is HTTPS. */
export function protocolOf(endpoint: string): { protocol?: 'HTTP' } {
  return endpoint.startsWith('http:') ? { protocol: 'HTTP' } : {};
}

/** The vendor's openapi-client: signature V3 (ACS3-HMAC-SHA256). */
export function openApiClient(endpoint: string, product: ProductName, credentials: Credentials): ApiClient {
  const { host } = new URL(endpoint);
  return {
    async request(action, parameters = {}) {
      // Loaded here, because that takes long and few specs use it.
      const { default: module, Config, OpenApiRequest, Params } = await import('@alicloud/openapi-client');
      const OpenApiClient = exported<new (config: Config) => OpenApi>(module);
      const client = new OpenApiClient(new Config({ ...credentials, endpoint: host, ...protocolOf(endpoint) }));
      const params = new Params({
        action,
        version: versions[product],
        protocol: 'HTTPS',
        pathname: '/',
        method: 'POST',
        authType: 'AK',
        style: 'RPC',
        reqBodyType: 'formData',
        bodyType: 'json',
      });
      const answer = await client.callApi(params, new OpenApiRequest({ query: parameters }), {});
      return answer['body'] as Members;
    },
  };
}

/** The error that a call was refused with. Fails when the call succeeds. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; status: number; message: string }> {
  const answer = await call.then(
    (value) => ({ value }),
    (error: Members) => ({ error }),
  );
  if ('value' in answer) throw new Error(`the call was not refused: ${JSON.stringify(answer.value)}`);
  const { code, message, entry, data, statusCode } = answer.error as Members;
  const status = entry?.response?.statusCode ?? statusCode ?? data?.statusCode;
  return { code, status, message: data?.Message ?? message };
}
