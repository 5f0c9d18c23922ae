/** Message numbers (RFC 4250, section 4.1.2; RFC 8308). */
export const messageNumbers = {
  serviceRequest: 5,
  kexInit: 20,
  authenticationRequest: 50,
  firstOfConnection: 80,
  lastOfConnection: 127,
} as const;

/** What ssh2 knows outside of a key exchange. */
const transport = [1, 2, 3, 4, 5, 6, 7, 20];
const authentication = { server: [50, 61], client: [51, 52, 53, 60] };
/** Only to be sent by a server that was asked: ssh2 believes a login done whenever it is told so. */
const answers = [51, 52, 60];

/** Where a connection stands. */
export interface Progress {
  readonly isServer: boolean;
  readonly isAuthenticated: boolean;
  /** The authentication service was requested. */
  readonly isServed: boolean;
  /** We wait for the answer to a request to log in. */
  readonly hasAsked: boolean;
}

/**
 * What becomes of a message by its number. Connection messages are forbidden before the login; so are authentication messages of the other
 * role or out of turn, and answers that nobody asked for, since ssh2 lets them disturb its queue. Whose number is unknown to the transport
 * is answered with UNIMPLEMENTED (RFC 4253, section 11.4).
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
