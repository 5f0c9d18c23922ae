import ssh2, { type ParsedKey } from 'ssh2';
import type { PublicKey } from './keys.ts';

/** What ssh2 gets in the place of a signature. */
export class NotSigned extends Error {
  override readonly name = 'NotSigned';
}

/**
 * A key that is offered before a login, to learn whether the server would take a signature of it (RFC 4252, section 7): it is given none, so
 * that the public key is enough and the login is another credential's. OpenSSH and dropbear look a key up for the question as for the signature.
 */
export class KeyOffer {
  /** Undefined until the server has answered. */
  isTaken?: boolean;
  /** For ssh2, which asks only with what it takes for a private key. */
  readonly key: ParsedKey;

  constructor({ authorizedKey }: Pick<PublicKey, 'authorizedKey'>) {
    const parsed = ssh2.utils.parseKey(authorizedKey) as ParsedKey;
    this.key = Object.assign(Object.create(parsed) as ParsedKey, {
      isPrivateKey: () => true,
      sign: () => {
        this.isTaken = true;
        return new NotSigned('the key is only offered');
      },
    });
  }

  /** The server goes on after the offer; it has told so if it takes the key. */
  close(): void {
    this.isTaken ??= false;
  }
}
