import { Redacted } from '../../common/redacted.ts';
import { ServiceError } from '../../common/service-error.ts';
import type { Product } from '../action.ts';
import type { Call, Proof } from '../call.ts';
import { GatewayErrors } from '../gateway.errors.ts';
import { isConfidential } from '../origin.ts';
import { acs3Algorithm, parseAcs3Authorization } from '../signature/acs3.ts';
import { v1Methods, type V1Method } from '../signature/hmac-v1.ts';

/** Reads the proof of identity: signature V3, HTTP Basic (REST only) or signature V1 (RPC only). */
export function readProof(call: Call, product: Product, surface: 'rpc' | 'rest'): Proof {
  const authorization = call.http.headers.authorization ?? '';
  if (authorization.startsWith(acs3Algorithm)) return readAcs3(call, authorization);
  return surface === 'rest' ? readBasic(call, authorization, product) : readV1(call, product);
}

const longestToken = 4_096;

function tokenIn(text: string | undefined): Redacted<string> | undefined {
  if (!text) return undefined;
  if (text.length > longestToken) throw GatewayErrors.SecurityTokenMalformed();
  return new Redacted(text);
}

function readAcs3(call: Call, header: string): Proof {
  const authorization = parseAcs3Authorization(header);
  const { 'x-acs-date': timestamp, 'x-acs-signature-nonce': nonce } = call.http.headers;
  if (!authorization || !timestamp || !nonce) throw GatewayErrors.IncompleteSignature();
  const securityToken = tokenIn(call.http.headers['x-acs-security-token']);
  const { accessKeyId } = authorization;
  return { scheme: 'acs3', accessKeyId, timestamp, nonce, authorization, securityToken, query: call.query };
}

function readV1({ http, protocol, query, form }: Call, product: Product): Proof {
  const required = (name: string) => {
    if (!protocol[name]) throw product.errors.missingParameter(name);
    return protocol[name];
  };
  const accessKeyId = required('AccessKeyId');
  const signature = required('Signature');
  const method = required('SignatureMethod');
  if (!Object.hasOwn(v1Methods, method)) throw GatewayErrors.InvalidSignatureMethod();
  if (required('SignatureVersion') !== '1.0') throw product.errors.invalidParameter('SignatureVersion');
  // This signature covers the query and a form only: anyone could have written a header or another body.
  required('Action');
  required('Version');
  if (http.body.length > 0 && form.length === 0) throw GatewayErrors.IncompleteSignature();
  return {
    scheme: 'v1',
    accessKeyId,
    method: method as V1Method,
    timestamp: required('Timestamp'),
    nonce: required('SignatureNonce'),
    signature,
    securityToken: tokenIn(protocol.SecurityToken),
    pairs: [...query, ...form],
  };
}

function readBasic(call: Call, header: string, product: Product): Proof {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]{1,1024})$/i.exec(header) ?? [];
  if (!encoded) throw unauthenticated(product);
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const split = text.indexOf(':');
  if (split < 1) throw unauthenticated(product);
  // The request carries the secret itself, so without TLS only a call from this machine is accepted.
  if (!isConfidential(call.http.origin)) throw GatewayErrors.NeedSsl();
  return {
    scheme: 'basic',
    accessKeyId: text.slice(0, split),
    secret: new Redacted(text.slice(split + 1)),
    securityToken: tokenIn(call.http.headers['x-acs-security-token']),
  };
}

/** In the product's words, but with the status that tells HTTP clients to send credentials. */
function unauthenticated(product: Product): ServiceError {
  const { code, message, detail } = product.errors.missingParameter('AccessKeyId');
  return new ServiceError(code, 401, message, detail);
}
