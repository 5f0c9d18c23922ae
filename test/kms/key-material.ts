import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import type { Members } from '../support/api-clients.ts';
import type { KmsAccount } from './kms-account.ts';

const paddings: Record<string, { padding: number; oaepHash?: string }> = {
  RSAES_OAEP_SHA_256: { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
  RSAES_OAEP_SHA_1: { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
  RSAES_PKCS1_V1_5: { padding: constants.RSA_PKCS1_PADDING },
};

/** The parameters with which ImportKeyMaterial imports this material. */
export async function wrapped(
  kms: KmsAccount,
  KeyId: string,
  material: Buffer,
  WrappingAlgorithm = 'RSAES_OAEP_SHA_256',
): Promise<Members> {
  const parameters = { KeyId, WrappingAlgorithm, WrappingKeySpec: 'RSA_2048' };
  const { PublicKey, ImportToken } = await kms.call('GetParametersForImport', parameters);
  const key = createPublicKey({ key: Buffer.from(PublicKey, 'base64'), format: 'der', type: 'spki' });
  const encrypted = publicEncrypt({ key, ...paddings[WrappingAlgorithm] }, material);
  return { KeyId, ImportToken, EncryptedKeyMaterial: encrypted.toString('base64'), KeyMaterialExpireUnix: 0 };
}

/** Creates an enabled key with imported material; returns both. */
export async function importedKey(kms: KmsAccount, others: Members = {}): Promise<{ KeyId: string; material: Buffer }> {
  const { KeyId } = await kms.createKey({ Origin: 'EXTERNAL' });
  const material = randomBytes(32);
  await kms.call('ImportKeyMaterial', { ...(await wrapped(kms, KeyId, material)), ...others });
  return { KeyId, material };
}
