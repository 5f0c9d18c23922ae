const longestKeyType = 64;

/** The type named by a public key in SSH wire form: its first string. @throws RangeError when there is none */
export function keyTypeOf(publicKey: Buffer): string {
  const length = publicKey.length >= 4 ? publicKey.readUInt32BE(0) : 0;
  const type = publicKey.toString('latin1', 4, 4 + length);
  if (length > longestKeyType || type.length !== length || !/^[\x21-\x7e]+$/.test(type)) {
    throw new RangeError('not a public key in SSH wire form');
  }
  return type;
}
