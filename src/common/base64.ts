/** Whether text is the canonical Base64 of 1 to `maxBytes` bytes. */
export function isBase64(text: string, maxBytes: number): boolean {
  const bytes = fromBase64(text);
  return bytes.length > 0 && bytes.length <= maxBytes && bytes.toString('base64') === text;
}

export function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}

/** The number of characters that `bytes` bytes take in Base64, padding included. */
export function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/** The bytes of Base64 text, with or without its padding; undefined when it is not what encoding them gives. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = fromBase64(text);
  return unpadded(bytes.toString('base64')) === unpadded(text) ? bytes : undefined;
}

function unpadded(base64: string): string {
  return base64.replace(/=+$/, '');
}
