const informationResponse = 61;
const head = 5;
const shortestResponse = 4;

/**
 * Whether an answer to keyboard-interactive announces more responses than it can hold. ssh2 1.17.0 makes an array of
 * that length before it reads the first: 256 MiB for 33 million, from anybody who can connect.
 */
export function announcesTooManyResponses(payload: Buffer): boolean {
  if (payload[0] !== informationResponse || payload.length < head) return false;
  return payload.readUInt32BE(1) > (payload.length - head) / shortestResponse;
}
