/** What a hash costs: 2^logN * r * 128 bytes of memory, and p times the work. */
export class ScryptCost {
  constructor(
    readonly logN: number,
    readonly r: number,
    readonly p: number,
  ) {}
}

/**
 * As strong against guessing as N=2^17, p=1, with 16 MiB instead of 128 MiB per login (OWASP password storage, 2025).
 */
export const passwordCost = new ScryptCost(14, 8, 5);
