import type { Nonces } from '../../identity/identity.api.ts';
import type { Product } from '../action.ts';
import type { Proof } from '../call.ts';
import { GatewayErrors } from '../gateway.errors.ts';

const maxLength = 128;

/**
 * Refuses a nonce that this AccessKey has used before; called only after the signature has been verified.
 * @throws SignatureNonceUsed, or InvalidParameter in the product's words
 */
export async function checkNonce(nonces: Nonces, product: Product, proof: Proof): Promise<void> {
  if (proof.scheme === 'basic') return;
  if (proof.nonce.length > maxLength || /[^\x21-\x7e]/.test(proof.nonce)) {
    throw product.errors.invalidParameter('SignatureNonce');
  }
  if (!(await nonces.claim(proof.accessKeyId, proof.nonce))) throw GatewayErrors.SignatureNonceUsed();
}
