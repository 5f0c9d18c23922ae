import { DatabaseUnavailable } from '../../src/database/database-unavailable.ts';
import { AssistantUnavailable } from '../../src/ecs/ecs.api.ts';
import { KmsErrors } from '../../src/kms/kms.errors.ts';
import { LeaseLost, type RotationPhase, type RotationRun } from '../../src/rotation/store/rotation-run.ts';
import { HostRefusal } from '../../src/rotation/hosts/host-refusal.ts';
import { judgeFailure, retryDelayMs } from '../../src/rotation/engine/judge-failure.ts';
import { codeOf } from '../../src/rotation/hosts/failure-code.ts';
import { TargetError } from '../../src/ssh/target-error.ts';

const unreachable = new AssistantUnavailable('unreachable', '');
const unknown = new AssistantUnavailable('unknown-outcome', '');
const noInstance = new AssistantUnavailable('no-instance', '');
const refusedLogin = new AssistantUnavailable('authentication', '');
const refused = new HostRefusal('LoginRefused', true);
const busy = new HostRefusal('KeyFileBusy', false);
const disabled = KmsErrors.KeyDisabled();
const bug = new Error('a bug');

describe('a failed attempt', () => {
  const judge = (error: unknown, phase: RotationPhase, touched: boolean, failures = 0, isScheduled = false) =>
    judgeFailure(error, { phase, failures, isScheduled }, touched);

  it.each([disabled, noInstance, refusedLogin, new HostRefusal('NoSuchUser', true)])(
    'ends a rotation immediately when a retry cannot help and the host is untouched: %s',
    (error) => {
      expect(judge(error, 'prepared', false)).toEqual({ action: 'fail', code: codeOf(error), undo: false });
    },
  );

  it.each([unreachable, bug, busy])('is retried, six attempts in all, while the host is untouched: %s', (error) => {
    const verdicts = [0, 1, 2, 3, 4, 5].map((failures) => judge(error, 'prepared', false, failures).action);
    expect(verdicts).toEqual(['retry', 'retry', 'retry', 'retry', 'retry', 'fail']);
  });

  it('is retried more often when the rotation began by itself', () => {
    expect(judge(unreachable, 'prepared', false, 22, true).action).toBe('retry');
    expect(judge(unreachable, 'prepared', false, 23, true).action).toBe('fail');
  });

  it.each([
    refusedLogin,
    unknown,
    unreachable,
    noInstance,
    bug,
    disabled,
    new TargetError('timeout', ''),
    new DatabaseUnavailable(bug),
  ])('never ends a rotation that may have touched the host without an answer of the host: %s', (error) => {
    expect(judge(error, 'applying', true, 1_000).action).toBe('retry');
  });

  it('ends a rotation when the host has shown that it refuses the candidate, and puts the host back', () => {
    expect(judge(refused, 'applying', true)).toEqual({ action: 'fail', code: 'LoginRefused', undo: true });
    expect(judge(busy, 'applying', true).action).toBe('retry');
    expect(judge(busy, 'applying', true, 5)).toEqual({ action: 'fail', code: 'KeyFileBusy', undo: true });
  });

  it.each([unreachable, disabled, bug, new HostRefusal('CurrentRefused', false), new HostRefusal('NoHome', true)])(
    'of a retirement is retried forever, since otherwise the former key would stay valid: %s',
    (error) => {
      for (const touched of [false, true]) expect(judge(error, 'retiring', touched, 1_000).action).toBe('retry');
    },
  );

  it('ends a retirement when the former key is nowhere left', () => {
    expect(judge(noInstance, 'retiring', false)).toMatchObject({ action: 'fail', undo: false });
  });

  it.each([
    new AssistantUnavailable('no-algorithm', 'no cipher in common'),
    new TargetError('no-algorithm', 'no cipher in common'),
  ])('is not retried where there is no algorithm in common: %s', (error) => {
    expect(judge(error, 'prepared', false)).toMatchObject({ action: 'fail', code: 'no-algorithm', undo: false });
  });

  it('ends a retirement whose former key is still accepted after its removal, and puts nothing back', () => {
    const kept = new HostRefusal('FormerKeyAccepted', true);
    expect(judge(kept, 'retiring', true)).toEqual({ action: 'fail', code: 'FormerKeyAccepted', undo: false });
  });

  it('does not affect a rotation that another process has taken over', () => {
    expect(judge(new LeaseLost({ rotationId: 'r', fence: 1 } as RotationRun), 'applying', true)).toEqual({
      action: 'leave',
    });
  });

  it('is retried at growing intervals of at most five minutes', () => {
    const longest = [1_000, 2_000, 4_000, 32_000, 256_000, 300_000, 300_000];
    const delays = [0, 1, 2, 5, 8, 9, 1_000].map((failures) => retryDelayMs({ failures, rotationId: 'r' }));
    delays.forEach((delay, index) => {
      expect(delay).toBeLessThanOrEqual(longest[index]!);
      expect(delay).toBeGreaterThanOrEqual(longest[index]! / 2);
    });
  });

  it('is retried at a random moment', () => {
    const delays = ['a', 'b', 'c', 'd'].map((rotationId) => retryDelayMs({ failures: 9, rotationId }));
    expect(new Set(delays).size).toBe(4);
  });

  it('is shown as one word, never as the text of an unforeseen error', () => {
    expect(codeOf(new Error('password=hunter2'))).toBe('InternalError');
  });
});
