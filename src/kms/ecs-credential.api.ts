import { parseRecord } from '../common/record.ts';
import { Redacted } from '../common/redacted.ts';
import type { EcsCredential, EcsSecretConfig } from './kms.api.ts';

// User names of Linux, Windows and domains: `svc@corp.example`, `CORP\jdoe`. They go to chpasswd line by line and into
// configuration files, so they have no colon, blank, line break or leading dash. OpenSSH's client accepts no user name
// that ends with a backslash.
const userName = /^\w(?:[\w.@\\-]{0,126}[\w.-])?$/;
// eslint-disable-next-line no-control-regex
const password = /^[^\0-\x1f\x7f]{1,512}$/u;

type Members = Readonly<Record<string, string>>;

/**
 * The credential in an ECS secret's SecretData: `{"UserName","Password"}` or `{"UserName","PublicKey","PrivateKey"}`.
 * Undefined when the text has another form. The keys themselves are not parsed here.
 */
export function readEcsCredential(
  subType: EcsSecretConfig['subType'],
  data: Redacted<string>,
): EcsCredential | undefined {
  const members = textMembers(data.reveal());
  if (!members || !userName.test(members['UserName'] ?? '')) return undefined;
  return subType === 'Password' ? readPassword(members) : readKeyPair(members);
}

/** The SecretData of a credential; the inverse of readEcsCredential. */
export function writeEcsCredential(credential: EcsCredential): Redacted<string> {
  const { userName: UserName } = credential;
  const members =
    'password' in credential
      ? { UserName, Password: credential.password.reveal() }
      : { UserName, PublicKey: credential.publicKey, PrivateKey: credential.privateKey.reveal() };
  return new Redacted(JSON.stringify(members));
}

function readPassword({ UserName, Password, ...others }: Members): EcsCredential | undefined {
  if (!UserName || !Password || !password.test(Password) || Object.keys(others).length > 0) return undefined;
  return { userName: UserName, password: new Redacted(Password) };
}

function readKeyPair({ UserName, PublicKey, PrivateKey, ...others }: Members): EcsCredential | undefined {
  if (!UserName || !PublicKey || !PrivateKey || Object.keys(others).length > 0) return undefined;
  return { userName: UserName, publicKey: PublicKey, privateKey: new Redacted(PrivateKey) };
}

function textMembers(json: string): Members | undefined {
  const members = parseRecord(json);
  const isAllText = members && Object.values(members).every((value) => typeof value === 'string');
  return isAllText ? (members as Members) : undefined;
}
