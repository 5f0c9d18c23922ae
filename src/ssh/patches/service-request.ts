import type { Protocol } from '../ssh2-internals.ts';

const userAuthentication = 'ssh-userauth';

/** Bytes are sent for each before anybody has logged in. */
const most = 32;

/**
 * Accepts the request for authentication again: paramiko sends it before every method, so also between a key and a code.
 * ssh2 1.17.0 ends the connection at the second. To be called for a server, once for each connection.
 */
export function acceptServiceAgain(protocol: Protocol): void {
  const acceptFirst = protocol._handlers.SERVICE_REQUEST;
  let accepted = 0;
  protocol._handlers.SERVICE_REQUEST = (itself, service) => {
    const isAgain = accepted > 0 && accepted < most && service === userAuthentication && !protocol._authenticated;
    accepted += 1;
    if (isAgain) protocol.serviceAccept(service);
    else acceptFirst(itself, service);
  };
}
