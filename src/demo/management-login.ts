import ssh2 from 'ssh2';
import { randomAlphanumeric } from '../common/identifiers.ts';
import { Redacted } from '../common/redacted.ts';
import type { ManagementCredential, TargetOptions, TargetUser } from './target-instance.ts';

/** A fresh credential for root, and root's account with the other half of it. */
export function newManagementLogin(kind: TargetOptions['management'] = 'privateKey'): {
  credential: ManagementCredential;
  account: TargetUser;
} {
  if (kind === 'password') {
    const password = new Redacted(randomAlphanumeric(24));
    return { credential: { userName: 'root', password }, account: { name: 'root', password } };
  }
  const pair = ssh2.utils.generateKeyPairSync('ed25519');
  return {
    credential: { userName: 'root', privateKey: new Redacted(pair.private) },
    account: { name: 'root', authorizedKeys: [pair.public] },
  };
}
