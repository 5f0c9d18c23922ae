import { rotationSecondsOf } from '../../keys/key-rotation-policy.ts';
import { KmsErrors } from '../../kms.errors.ts';

interface RotationParameters {
  readonly EnableAutomaticRotation: boolean;
  readonly RotationInterval?: string;
}

/**
 * The interval in seconds, or undefined for no rotation. RotationInterval is required when rotation is enabled.
 * @throws InvalidParameter, MissingParameter
 */
export function readRotation({ EnableAutomaticRotation, RotationInterval }: RotationParameters): number | undefined {
  const seconds = RotationInterval === undefined ? undefined : rotationSecondsOf(RotationInterval);
  if (RotationInterval !== undefined && seconds === undefined)
    throw KmsErrors.InvalidParameter({ Name: 'RotationInterval' });
  if (!EnableAutomaticRotation) return undefined;
  if (seconds === undefined) throw KmsErrors.MissingParameter({ Name: 'RotationInterval' });
  return seconds;
}
