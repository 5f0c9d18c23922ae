import { invalidParameter } from './bastionhost.errors.ts';

/** When something holds; null: without a beginning, or without an end. */
export interface Validity {
  readonly effectiveFrom: Date | null;
  readonly effectiveUntil: Date | null;
}

/** @throws InvalidParameter for a validity that ends before it begins */
export function requireOrder({ effectiveFrom, effectiveUntil }: Validity): void {
  if (effectiveFrom && effectiveUntil && effectiveUntil <= effectiveFrom) throw invalidParameter('EffectiveEndTime');
}
