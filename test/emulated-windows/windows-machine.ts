import type { LocalUsers } from './local-users.ts';

/** What goes wrong at the next password change. */
export type WindowsFault =
  /** Windows denies it. */
  | 'access-denied'
  /** The connection ends before the change. */
  | 'connection-lost'
  /** The change is made, then the connection ends. */
  | 'answer-lost'
  /** Windows reports success, but nothing has changed. */
  | 'no-effect';

/** The state of an emulated Windows instance: users, files and folders, all in memory. */
export class WindowsMachine {
  readonly files = new Map<string, string>();
  /** Every command that was to be run, in order. */
  readonly commandLines: string[] = [];
  private readonly faults: WindowsFault[] = [];
  private readonly otherFolders = ['C:\\', 'C:\\Windows', 'C:\\Windows\\System32'];

  constructor(
    readonly name: string,
    readonly users: LocalUsers,
    /** Ends every connection immediately. */
    readonly dropConnections: () => void,
  ) {}

  /** The folder in its own spelling, however `path` is written; undefined where there is none. */
  folder(path: string): string | undefined {
    const known = this.otherFolders.find((folder) => folder.toLowerCase() === path.toLowerCase());
    const user = /^C:\\Users\\([^\\]+)$/i.exec(path)?.[1];
    const found = user && this.users.find(user);
    return known ?? (found ? homeOf(found.name) : undefined);
  }

  failNext(fault: WindowsFault): void {
    this.faults.push(fault);
  }

  nextFault(): WindowsFault | undefined {
    return this.faults.shift();
  }
}

export function homeOf(userName: string): string {
  return `C:\\Users\\${userName}`;
}
