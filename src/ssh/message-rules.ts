/** Message numbers (RFC 4250, section 4.1.2; RFC 8308). */
export const messageNumbers = {
  serviceRequest: 5,
  kexInit: 20,
  authenticationRequest: 50,
  banner: 53,
  firstOfConnection: 80,
  lastOfConnection: 127,
} as const;

/** The numbers that ssh2 handles outside of a key exchange. */
const transport = [1, 2, 3, 4, 5, 6, 7, 20];
const authentication = { server: [50, 61], client: [51, 52, 53, 60] };
/** A server may send these only when asked: ssh2 believes any message that a login has succeeded. */
const answers = [51, 52, 60];

/** The state of a connection. */
export interface Progress {
  readonly isServer: boolean;
  readonly isAuthenticated: boolean;
  /** The authentication service has been requested. */
  readonly isServed: boolean;
  /** We wait for the answer to a login request. */
  readonly hasAsked: boolean;
}

/**
 * Decides what happens to a message, by its number. Connection messages are forbidden before the login. So are
 * authentication messages of the other role or out of turn, and answers that were not asked for, since ssh2 lets them
 * disturb its queue. A number that the transport does not know is answered with UNIMPLEMENTED (RFC 4253, section 11.4).
 */
export function ruleOn(number: number, progress: Progress): 'pass' | 'forbid' | 'unimplemented' {
  if (number > messageNumbers.lastOfConnection) return 'unimplemented';
  if (number >= messageNumbers.firstOfConnection) return progress.isAuthenticated ? 'pass' : 'forbid';
  if (number >= messageNumbers.authenticationRequest) return isInTurn(number, progress) ? 'pass' : 'forbid';
  return transport.includes(number) ? 'pass' : 'unimplemented';
}

function isInTurn(number: number, { isServer, isServed, hasAsked }: Progress): boolean {
  if (isServer) return isServed && authentication.server.includes(number);
  return authentication.client.includes(number) && (hasAsked || !answers.includes(number));
}
