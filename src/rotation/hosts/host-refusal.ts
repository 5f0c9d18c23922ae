import type { Redacted } from '../../common/redacted.ts';
import { LaunchFailure } from '../../ecs/ecs.api.ts';

interface ScriptFailure {
  readonly code: string;
  readonly isFinal: boolean;
  /** The script has made sure that nothing was changed. */
  readonly changedNothing?: true;
  /**
   * The script was to undo a rotation and has seen that the candidate is gone. What is there instead was changed in the
   * meantime.
   */
  readonly isRidOfCandidate?: true;
  /** The account lets nobody in, whatever its credential is. */
  readonly isShut?: true;
}

/** Exit codes of the rotation's scripts that could not do their work; the numbers are theirs alone. */
const scriptFailures: Readonly<Record<number, ScriptFailure>> = {
  80: { code: 'InputRefused', isFinal: true, changedNothing: true },
  81: { code: 'NoSuchUser', isFinal: true, changedNothing: true, isShut: true },
  82: { code: 'PasswordRefused', isFinal: true, changedNothing: true },
  83: { code: 'NoHome', isFinal: true, changedNothing: true },
  84: { code: 'KeyFileNotWritable', isFinal: false, changedNothing: true },
  85: { code: 'KeyFileBusy', isFinal: false, changedNothing: true },
  86: { code: 'NotAdministrator', isFinal: true, changedNothing: true },
  87: { code: 'CannotElevate', isFinal: true, changedNothing: true },
  88: { code: 'PasswordRefused', isFinal: true },
  89: { code: 'Interrupted', isFinal: false },
  94: { code: 'AccountUnknown', isFinal: false, changedNothing: true },
  96: { code: 'KeyFileNotWritable', isFinal: false },
  95: { code: 'ToolMissing', isFinal: true, changedNothing: true },
  100: { code: 'AccountLocked', isFinal: true, changedNothing: true, isShut: true },
  101: { code: 'AccountExpired', isFinal: true, changedNothing: true, isShut: true },
  102: { code: 'AccountInactive', isFinal: true, changedNothing: true, isShut: true },
  103: { code: 'NoPasswordTool', isFinal: true, changedNothing: true },
  105: { code: 'ShadowNotWritable', isFinal: true, changedNothing: true },
  106: { code: 'ChangedMeanwhile', isFinal: true, isRidOfCandidate: true },
  107: { code: 'AccountLocked', isFinal: true, isRidOfCandidate: true },
  108: { code: 'AccountDisabled', isFinal: true, changedNothing: true, isShut: true },
  109: { code: 'AccountDisabled', isFinal: true, isRidOfCandidate: true },
  127: { code: 'ToolMissing', isFinal: true },
  [LaunchFailure.cannotBecomeRoot]: { code: 'CannotElevate', isFinal: true, changedNothing: true },
  [LaunchFailure.tooLate]: { code: 'TooLate', isFinal: false, changedNothing: true },
  [LaunchFailure.noSuchUser]: { code: 'NoSuchUser', isFinal: true, changedNothing: true },
  [LaunchFailure.cannotBecomeUser]: { code: 'CannotBecomeUser', isFinal: true, changedNothing: true },
};

/** What else is known about a refusal. */
interface RefusalFacts extends Pick<ScriptFailure, 'isRidOfCandidate' | 'isShut'> {
  /** The script's output. */
  readonly output?: Redacted<string>;
}

/** The host answered, and the answer is no. */
export class HostRefusal extends Error {
  override readonly name = 'HostRefusal';

  constructor(
    /** One word for logs, audit rows and the rotation's row. */
    readonly code: string,
    /** True when trying again cannot help, and could lock the account through failed logins. */
    readonly isFinal: boolean,
    /** True when the host is known to be as it was before the request. */
    readonly changedNothing = false,
    readonly facts: RefusalFacts = {},
  ) {
    super(`the host refused: ${code}`);
  }

  static ofExitCode(exitCode: number, output?: Redacted<string>): HostRefusal {
    const failure: ScriptFailure = scriptFailures[exitCode] ?? { code: `ExitCode${exitCode}`, isFinal: true };
    return new HostRefusal(failure.code, failure.isFinal, failure.changedNothing, { ...failure, output });
  }
}
