import { certificateAlgorithm } from '../host-certificate.ts';
import type { HostKey, KeyExchange, Protocol } from '../ssh2-internals.ts';
import { withHostKeys } from './host-key-offer.ts';

const plainAlgorithm = 'ssh-ed25519';

/**
 * Offers a certificate of a server's ed25519 host key besides its plain keys. ssh2 1.17.0 knows no certificates: it
 * would look for a host key named after the algorithm that was agreed on, and name it in the signature, which is by the
 * plain key (PROTOCOL.certkeys of OpenSSH). So each key exchange that agrees on the certificate is continued as one for
 * the plain key, and shows the certificate in its place. To be called before the key exchange starts.
 */
export function offerCertificate(protocol: Protocol, certificate: Buffer): void {
  if (!protocol._hostKeys?.[plainAlgorithm]) throw new Error('a host certificate needs an ed25519 host key');
  protocol._offer = withHostKeys(protocol._offer, (names) => [certificateAlgorithm, ...names]);
  watchExchanges(protocol, (exchange) => {
    if (exchange.negotiated.serverHostKey === certificateAlgorithm) showCertificate(exchange, certificate);
  });
}

/** ssh2 makes an object for each key exchange, as soon as the algorithms are agreed on. */
function watchExchanges(protocol: Protocol, onExchange: (exchange: KeyExchange) => void): void {
  let current = protocol._kex;
  Object.defineProperty(protocol, '_kex', {
    get: () => current,
    set: (exchange: KeyExchange) => {
      current = exchange;
      onExchange(exchange);
    },
  });
}

function showCertificate(exchange: KeyExchange, certificate: Buffer): void {
  exchange.negotiated.serverHostKey = plainAlgorithm;
  const { finish } = exchange;
  exchange.finish = (...args) => {
    // Undefined when ssh2 calls it again at the end.
    const key = exchange._hostKey;
    if (key) exchange._hostKey = certified(key, certificate);
    return finish.apply(exchange, args);
  };
}

function certified(key: HostKey, certificate: Buffer): HostKey {
  return { type: key.type, sign: (data, hash) => key.sign(data, hash), getPublicSSH: () => certificate };
}
