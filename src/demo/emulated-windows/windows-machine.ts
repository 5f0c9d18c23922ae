import type { LocalUsers } from './local-users.ts';

/** What goes wrong at the next change of a password. */
export type WindowsFault =
  /** Windows says that it may not be. */
  | 'access-denied'
  /** The connection ends before the change. */
  | 'connection-lost'
  /** The change is made, and then the connection ends. */
  | 'answer-lost'
  /** Windows says that it is done, and nothing was. */
  | 'no-effect';

/** What there is of an emulated Windows: users, files and folders, all in memory. */
export class WindowsMachine {
  readonly files = new Map<string, string>();
  /** Of every command that was to be run, in order. */
  readonly commandLines: string[] = [];
  private readonly faults: WindowsFault[] = [];
  private readonly otherFolders = ['C:\\', 'C:\\Windows', 'C:\\Windows\\System32'];

  constructor(
    readonly name: string,
    readonly users: LocalUsers,
    /** Ends every connection at once. */
    readonly dropConnections: () => void,
  ) {}

  /** The folder under the name that it has, however its name was written. */
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
