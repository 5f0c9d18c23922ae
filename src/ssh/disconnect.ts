import type { Socket } from 'node:net';
import { uint32, wireString } from './wire.ts';

/** SSH_DISCONNECT reason codes (RFC 4253, section 11.1). */
export const disconnectCodes = {
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
  [disconnectCodes.macError]: 'a packet was changed on its way',
  [disconnectCodes.serviceNotAvailable]: 'this service is not available',
};

const disconnect = 1;
const lengthBytes = 5;
const blockBytes = 8;
const leastPadding = 4;

/** How long the other side may take to read the last words and close. */
const farewellMs = 1000;

/** The payload of SSH_MSG_DISCONNECT. */
export function disconnectMessage(reason: string, code: number): Buffer {
  return Buffer.concat([Buffer.from([disconnect]), uint32(code), wireString(reason), wireString('')]);
}

/**
 * Ends a connection that has no leg yet with a DISCONNECT in clear: it may follow our version line at once, whatever the client has sent
 * (RFC 4253, section 4.2). OpenSSH shows it, whereas it shows what stands before a version line only with `-v`.
 */
export function disconnectInClear(socket: Socket, reason: string, code: number = disconnectCodes.byApplication): void {
  if (socket.writable) socket.end(packet(disconnectMessage(reason, code)));
  // Reads on, and drops what it reads: a socket that is closed with bytes unread takes back what it has sent.
  socket.resume();
  setTimeout(() => socket.destroy(), farewellMs).unref();
}

/** A packet before keys are exchanged: its length, padding to whole blocks, no code. */
function packet(payload: Buffer): Buffer {
  const padding = leastPadding + blockBytes - 1 - ((lengthBytes + payload.length + leastPadding - 1) % blockBytes);
  const lengths = Buffer.concat([uint32(1 + payload.length + padding), Buffer.from([padding])]);
  return Buffer.concat([lengths, payload, Buffer.alloc(padding)]);
}

/** What a code says by itself. */
export function disconnectText(code: number): string {
  return texts[code] ?? '';
}

/** What it means for the peer that ssh2's parser gave up. */
export function codeOfFailure({ message }: Error, isExchangingKeys: boolean): number {
  if (/MAC|authenticate/.test(message)) return disconnectCodes.macError;
  return isExchangingKeys ? disconnectCodes.keyExchangeFailed : disconnectCodes.protocolError;
}
