import { outcomeOfResult } from '../../src/ecs/assistant/invocation-outcome.ts';

describe('a command that was ended at its timeout', () => {
  const result = (exitCode: number) => ({ exitCode, stdout: '', stderr: '', droppedBytes: 0 });

  it.each([
    ['timeout(1) of GNU', 124],
    ['timeout(1) of BusyBox', 143],
    ['SIGKILL, since it ignored SIGTERM', 137],
  ])('by %s has not failed by itself', (_, exitCode) => {
    expect(outcomeOfResult(result(exitCode), 10_000, 10_000)).toMatchObject({ status: 'Timeout' });
    expect(outcomeOfResult(result(exitCode), 9_999, 10_000)).toMatchObject({ status: 'Failed', exitCode });
  });
});
