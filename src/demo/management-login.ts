import { randomAlphanumeric } from '../common/identifiers.ts';
import { Redacted } from '../common/redacted.ts';
import { generateSshKeyPair } from '../ssh/keys.ts';
import type { ManagementCredential, TargetOptions, TargetUser } from './target-instance.ts';

/** A fresh credential for root, and root's account with the other half of it. */
export async function newManagementLogin(
  kind: TargetOptions['management'] = 'privateKey',
): Promise<{ credential: ManagementCredential; account: TargetUser }> {
  if (kind === 'password') {
    const password = new Redacted(randomAlphanumeric(24));
    return { credential: { userName: 'root', password }, account: { name: 'root', password } };
  }
  const { privateKey, publicKey } = await generateSshKeyPair('ed25519');
  return {
    credential: { userName: 'root', privateKey },
    account: { name: 'root', authorizedKeys: [publicKey] },
  };
}
