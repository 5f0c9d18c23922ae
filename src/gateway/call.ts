import type { Redacted } from '../common/redacted.ts';
import type { V1Method } from './signature/hmac-v1.ts';
import type { Acs3Authorization } from './signature/acs3.ts';
import type { Origin } from './origin.ts';
import type { ParameterRecord } from './parameters.ts';

/** A request as received over HTTP. */
export interface HttpRequest {
  readonly method: string;
  /** As sent: still percent-encoded, without the query. */
  readonly path: string;
  /** As sent, without `?`. */
  readonly query: string;
  /** Names in lower case; Node joins or drops repeated headers, depending on the name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly origin: Origin;
}

/** The proof of identity that a request carries. */
export type Proof = SignedProof & {
  /** Sent with the AccessKey of a session; covered by the signature, where there is one. */
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

/** A request after its envelope is read: the operation's own parameters, apart from those of the protocol. */
export interface Call {
  readonly http: HttpRequest;
  readonly requestId: string;
  readonly format: 'JSON' | 'XML';
  /** The operation and the version of its product, from a parameter or a header; empty when neither is sent. */
  readonly action: string;
  readonly version: string;
  /** The protocol's own parameters that were sent: Action, Version, AccessKeyId, Signature, … */
  readonly protocol: Readonly<Record<string, string>>;
  /** All pairs of the query. */
  readonly query: readonly (readonly [string, string])[];
  /** All pairs of a form body. */
  readonly form: readonly (readonly [string, string])[];
  readonly parameters: ParameterRecord;
}
