const fewestBits = 2048;
const mostBits = 8192;
/** 2 and 5 are usual. */
const largestGenerator = 255n;

/** Whether a public value lies strictly between 1 and p - 1 (RFC 4253, section 8). Both are encoded as mpint. */
export function isPublicValue(value: Buffer, prime: Buffer): boolean {
  return value.length <= prime.length && !isNegative(value) && isBetween(numberOf(value), numberOf(prime));
}

/**
 * Whether a server may choose this group: its modulus is odd and of a size that we ask for (RFC 8270), its generator is
 * small and a valid public value.
 */
export function isGroup(prime: Buffer, generator: Buffer): boolean {
  if (prime.length > mostBits / 8 + 1 || isNegative(prime)) return false;
  const modulus = numberOf(prime);
  const bits = modulus.toString(2).length;
  const isSized = bits >= fewestBits && bits <= mostBits && modulus % 2n === 1n;
  return isSized && isPublicValue(generator, prime) && numberOf(generator) <= largestGenerator;
}

function isBetween(value: bigint, prime: bigint): boolean {
  return value > 1n && value < prime - 1n;
}

function isNegative(mpint: Buffer): boolean {
  return (mpint[0] ?? 0) >= 0x80;
}

function numberOf(mpint: Buffer): bigint {
  return BigInt(`0x0${mpint.toString('hex')}`);
}
