import { TargetError } from '../../src/ssh/target-error.ts';

/** The error with which a target refused an action. Fails when the action succeeded. */
export async function refusal(action: Promise<unknown>): Promise<TargetError> {
  const error = await action.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TargetError)) throw new Error(`not refused as expected: ${String(error)}`);
  return error;
}
