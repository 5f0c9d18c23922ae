import ssh2, { type ParsedKey } from 'ssh2';
import type { PublicKey } from './keys.ts';

/** What ssh2 gets instead of a signature. */
export class NotSigned extends Error {
  override readonly name = 'NotSigned';
}

/**
 * A key that is offered before a login, to learn whether the server would accept a signature by it (RFC 4252, section
 * 7). No signature is made, so the public key is enough and the login uses another credential. OpenSSH and dropbear
 * look up a key in the same way for an offer and for a signature.
 */
export class KeyOffer {
  /** Undefined until the server has answered. */
  isTaken?: boolean;
  /** Passed to ssh2, which offers only what it takes for a private key. */
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

  /** The offer is over. If the server takes the key, it has said so by now. */
  close(): void {
    this.isTaken ??= false;
  }
}
