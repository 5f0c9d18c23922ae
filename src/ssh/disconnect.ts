import type { Duplex } from 'node:stream';
import { uint32, wireString } from './wire.ts';

/** SSH_DISCONNECT reason codes (RFC 4253, section 11.1). */
export const disconnectCodes = {
  hostNotAllowed: 1,
  protocolError: 2,
  keyExchangeFailed: 3,
  macError: 5,
  serviceNotAvailable: 7,
  connectionLost: 10,
  byApplication: 11,
  tooManyConnections: 12,
  noMoreMethods: 14,
} as const;

const texts: Readonly<Record<number, string>> = {
  [disconnectCodes.protocolError]: 'protocol error',
  [disconnectCodes.keyExchangeFailed]: 'the key exchange failed',
  [disconnectCodes.macError]: 'a packet was corrupted',
  [disconnectCodes.serviceNotAvailable]: 'this service is not available',
};

const disconnect = 1;
const lengthBytes = 5;
const blockBytes = 8;
const leastPadding = 4;

/** How long the peer may take to read the last message and close. */
const lingerMs = 1000;

/** The payload of SSH_MSG_DISCONNECT. */
export function disconnectMessage(reason: string, code: number): Buffer {
  return Buffer.concat([Buffer.from([disconnect]), uint32(code), wireString(reason), wireString('')]);
}

/**
 * Ends a connection that has no leg yet with an unencrypted DISCONNECT. It may directly follow our version line,
 * whatever the client has sent (RFC 4253, section 4.2). OpenSSH shows its text, but shows lines before a version line
 * only with `-v`.
 */
export function disconnectInClear(socket: Duplex, reason: string, code: number = disconnectCodes.byApplication): void {
  if (socket.writable) socket.end(packet(disconnectMessage(reason, code)));
  discardUntilClosed(socket, lingerMs);
}

/**
 * Gives the peer time to read the last message and close. Keeps reading and discards the data: closing a socket with
 * unread bytes sends a reset, which may discard our message.
 */
export function discardUntilClosed(socket: Duplex, graceMs: number): void {
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), graceMs).unref();
  socket.once('close', () => clearTimeout(timer));
}

/** A packet from before the key exchange: padded to whole blocks, without a MAC. */
function packet(payload: Buffer): Buffer {
  const padding = leastPadding + blockBytes - 1 - ((lengthBytes + payload.length + leastPadding - 1) % blockBytes);
  const lengths = Buffer.concat([uint32(1 + payload.length + padding), Buffer.from([padding])]);
  return Buffer.concat([lengths, payload, Buffer.alloc(padding)]);
}

/** The default text of a reason code; empty where there is none. */
export function disconnectText(code: number): string {
  return texts[code] ?? '';
}

/** The reason code for an error of ssh2's parser. */
export function codeOfFailure({ message }: Error, isExchangingKeys: boolean): number {
  if (/MAC|authenticate/.test(message)) return disconnectCodes.macError;
  return isExchangingKeys ? disconnectCodes.keyExchangeFailed : disconnectCodes.protocolError;
}
