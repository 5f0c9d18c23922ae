import type { SecretType } from '../../kms.api.ts';

/** Managed secrets show it, Generic ones do not. Rotations start by RotateSecret only. */
export function automaticRotationOf(type: SecretType): string | undefined {
  return type === 'Generic' ? undefined : 'Disabled';
}

const byHand = 'secrets are rotated by RotateSecret only';

/** Members of an answer that stand for automatic rotation. */
export const absentRotationMembers = { RotationInterval: byHand, NextRotationDate: byHand };
