import { randomAlphanumeric } from '../common/identifiers.ts';
import { Redacted } from '../common/redacted.ts';
import { generateSshKeyPair } from '../ssh/keys.ts';
import type { ManagementCredential, TargetOptions, TargetUser } from './target-instance.ts';

/** A new credential for the management account, and that account with the other half of it. */
export async function newManagementLogin(
  userName: string,
  kind: TargetOptions['management'] = 'privateKey',
): Promise<{ credential: ManagementCredential; account: TargetUser }> {
  if (kind === 'password') {
    const password = new Redacted(randomAlphanumeric(24));
    return { credential: { userName, password }, account: { name: userName, password } };
  }
  const { privateKey, publicKey } = await generateSshKeyPair('ed25519');
  return {
    credential: { userName, privateKey },
    account: { name: userName, authorizedKeys: [publicKey] },
  };
}
