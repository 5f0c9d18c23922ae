import type { KeyExchangeOffer, Protocol } from '../ssh2-internals.ts';

const corrected = new WeakMap<KeyExchangeOffer, KeyExchangeOffer>();

/**
 * Removes `ssh-rsa` (SHA-1) from a server's offer. ssh2 1.17.0 adds it for every RSA host key, whatever algorithms are
 * configured. To be called before the key exchange starts.
 */
export function offerNoSha1HostKey(protocol: Protocol): void {
  protocol._offer = corrected.get(protocol._offer) ?? correct(protocol._offer);
}

function correct(offer: KeyExchangeOffer): KeyExchangeOffer {
  const result = withHostKeys(offer, (names) => names.filter((name) => name !== 'ssh-rsa'));
  corrected.set(offer, result);
  return result;
}

/** The same offer with other host key algorithms. */
export function withHostKeys(
  offer: KeyExchangeOffer,
  change: (names: readonly string[]) => readonly string[],
): KeyExchangeOffer {
  const { kex, serverHostKey, cs, sc } = offer.lists;
  const direction = (lists: typeof cs) => ({
    cipher: lists.cipher.array,
    mac: lists.mac.array,
    compress: lists.compress.array,
    lang: [],
  });
  const serverHostKeys = change(serverHostKey.array);
  return new offer.constructor({
    kex: kex.array,
    serverHostKey: serverHostKeys,
    cs: direction(cs),
    sc: direction(sc),
  });
}
