import type { AccessKey, AccessKeys } from '../../identity/identity.api.ts';
import type { Action } from '../action.ts';
import type { HttpRequest, Proof } from '../call.ts';
import { GatewayErrors } from '../gateway.errors.ts';
import { acs3CanonicalRequest, acs3Signature, acs3StringToSign, sha256Hex } from '../signature/acs3.ts';
import { equalInConstantTime } from '../signature/equal.ts';
import { v1Signature, v1StringToSign } from '../signature/hmac-v1.ts';
import { shownPairs } from '../signature/shown-pairs.ts';

type ProofOf<Scheme extends Proof['scheme']> = Extract<Proof, { scheme: Scheme }>;

const longestShown = 4_096;

/** Finds the AccessKey that a call names and verifies the proof; every comparison takes constant time. */
export async function checkSignature(
  accessKeys: AccessKeys,
  action: Action,
  proof: Proof,
  http: HttpRequest,
): Promise<AccessKey> {
  const accessKey = await accessKeys.find(proof.accessKeyId);
  if (!accessKey) throw action.product.errors.accessKeyNotFound();
  verify(accessKey, action, proof, http);
  // After the proof, so that a stranger does not learn which AccessKeys are disabled.
  if (!accessKey.active) throw action.product.errors.accessKeyInactive();
  return accessKey;
}

function verify(accessKey: AccessKey, action: Action, proof: Proof, http: HttpRequest): void {
  if (proof.scheme === 'v1') return verifyV1(accessKey, action, proof, http);
  if (proof.scheme === 'acs3') return verifyAcs3(accessKey, action, proof, http);
  if (!equalInConstantTime(proof.secret.reveal(), accessKey.secret.reveal())) {
    throw GatewayErrors.SignatureDoesNotMatch({ StringToSign: '' });
  }
}

function verifyV1(accessKey: AccessKey, action: Action, proof: ProofOf<'v1'>, http: HttpRequest): void {
  const expected = v1Signature(proof.method, accessKey.secret, v1StringToSign(http.method, proof.pairs));
  if (equalInConstantTime(proof.signature, expected)) return;
  const shown = v1StringToSign(http.method, shownPairs(action, proof.pairs));
  throw GatewayErrors.SignatureDoesNotMatch({ StringToSign: shown.slice(0, longestShown) });
}

const requiredHeaders = ['host', 'x-acs-content-sha256', 'x-acs-date', 'x-acs-signature-nonce'];

function verifyAcs3(accessKey: AccessKey, action: Action, proof: ProofOf<'acs3'>, http: HttpRequest): void {
  const { signedHeaders, signature } = proof.authorization;
  const acsHeaders = Object.keys(http.headers).filter((name) => name.startsWith('x-acs-'));
  const isCovered = [...requiredHeaders, ...acsHeaders].every((name) => signedHeaders.includes(name));
  if (!isCovered) throw GatewayErrors.IncompleteSignature();
  const content = {
    method: http.method,
    path: http.path,
    query: proof.query,
    headers: http.headers,
    signedHeaders,
    body: http.body,
  };
  const stringToSign = acs3StringToSign(acs3CanonicalRequest(content));
  const isBodySigned = http.headers['x-acs-content-sha256'] === sha256Hex(http.body);
  if (isBodySigned && equalInConstantTime(signature, acs3Signature(accessKey.secret, stringToSign))) return;
  const shown = acs3CanonicalRequest({ ...content, query: shownPairs(action, content.query) });
  throw GatewayErrors.SignatureDoesNotMatchV3({
    StringToSign: stringToSign,
    CanonicalRequest: shown.slice(0, longestShown),
  });
}
