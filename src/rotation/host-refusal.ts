import { LaunchFailure } from '../ecs/ecs.api.ts';

/** How the rotation's scripts end when they could not do their work; the numbers are theirs alone. */
const scriptFailures: Readonly<Record<number, { readonly code: string; readonly isFinal: boolean }>> = {
  80: { code: 'InputRefused', isFinal: true },
  81: { code: 'NoSuchUser', isFinal: true },
  82: { code: 'PasswordRefused', isFinal: true },
  83: { code: 'NoHome', isFinal: true },
  84: { code: 'KeyFileNotWritable', isFinal: false },
  85: { code: 'KeyFileBusy', isFinal: false },
  86: { code: 'NotAdministrator', isFinal: true },
  [LaunchFailure.noSuchUser]: { code: 'NoSuchUser', isFinal: true },
  [LaunchFailure.cannotBecomeUser]: { code: 'CannotBecomeUser', isFinal: true },
};

/** The host answered, and the answer is no. */
export class HostRefusal extends Error {
  override readonly name = 'HostRefusal';

  constructor(
    /** One word for logs, audit rows and the rotation's row. */
    readonly code: string,
    /** True when trying again cannot help, and might lock the account for its failed logins. */
    readonly isFinal: boolean,
  ) {
    super(`the host refuses: ${code}`);
  }

  static ofExitCode(exitCode: number): HostRefusal {
    const { code, isFinal } = scriptFailures[exitCode] ?? { code: `ExitCode${exitCode}`, isFinal: true };
    return new HostRefusal(code, isFinal);
  }
}
