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
/**
 * Only while a request to log in is not answered: ssh2 believes any message that a login has succeeded, and ignores
 * responses that nobody asked for, however many come.
 */
const duringRequest = [51, 52, 60, 61];

/** The state of a connection. */
export interface Progress {
  readonly isServer: boolean;
  readonly isAuthenticated: boolean;
  /** The authentication service has been requested. */
  readonly isServed: boolean;
  /** The client has requested a login, and the server has not answered yet. */
  readonly isLoggingIn: boolean;
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

function isInTurn(number: number, { isServer, isServed, isLoggingIn }: Progress): boolean {
  const numbers = isServer ? authentication.server : authentication.client;
  if (!numbers.includes(number) || (isServer && !isServed)) return false;
  return isLoggingIn || !duringRequest.includes(number);
}
