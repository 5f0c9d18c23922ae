import type { Redacted } from '../common/redacted.ts';
import type { V1Method } from './signature/hmac-v1.ts';
import type { Acs3Authorization } from './signature/acs3.ts';
import type { Origin } from './origin.ts';
import type { ParameterRecord } from './parameters.ts';

/** A request as it came over HTTP. */
export interface HttpRequest {
  readonly method: string;
  /** The path as it was sent, still percent-encoded, without the query. */
  readonly path: string;
  /** The query as it was sent, without `?`. */
  readonly query: string;
  /** Names in lower case; a header that came more than once is joined with `,`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly origin: Origin;
}

/** What a request shows to prove who sent it. */
export type Proof = SignedProof & {
  /** Comes with the AccessKey of a session; covered by the signature. */
  readonly securityToken?: Redacted<string>;
};

type SignedProof =
  | {
      readonly scheme: 'v1';
      readonly accessKeyId: string;
      readonly method: V1Method;
      readonly timestamp: string;
      readonly nonce: string;
      readonly signature: string;
      readonly pairs: readonly (readonly [string, string])[];
    }
  | {
      readonly scheme: 'acs3';
      readonly accessKeyId: string;
      readonly timestamp: string;
      readonly nonce: string;
      readonly authorization: Acs3Authorization;
      readonly query: readonly (readonly [string, string])[];
    }
  | { readonly scheme: 'basic'; readonly accessKeyId: string; readonly secret: Redacted<string> };

/** A request once its envelope is read: the product's own parameters, apart from the protocol's. */
export interface Call {
  readonly http: HttpRequest;
  readonly requestId: string;
  readonly format: 'JSON' | 'XML';
  /** The operation and the version of its product, by parameter or by header; empty when neither says. */
  readonly action: string;
  readonly version: string;
  /** Parameters of the protocol itself that were sent: Action, Version, AccessKeyId, Signature, … */
  readonly protocol: Readonly<Record<string, string>>;
  /** All pairs of the query. */
  readonly query: readonly (readonly [string, string])[];
  /** All pairs of a form body. */
  readonly form: readonly (readonly [string, string])[];
  readonly parameters: ParameterRecord;
}
