import { Redacted } from '../../common/redacted.ts';

/** What the host said of a password's account: on Linux its line of shadow(5), on Windows when its password was set. */
export interface UndoNote {
  /** Before the rotation; undefined where the host does not tell, or where it could not be put back. */
  readonly former?: string;
  /** What the rotation has written; undefined as long as that is not known. */
  readonly written?: string;
}

export function readUndoNote(note: Redacted<string> | undefined): UndoNote | undefined {
  return note && (JSON.parse(note.reveal()) as UndoNote);
}

export function writeUndoNote(note: UndoNote): Redacted<string> {
  return new Redacted(JSON.stringify(note));
}

/** What a script has printed behind `entry`. */
export function entryIn(output: Redacted<string> | undefined): string | undefined {
  return /^entry (.+?)\r?$/m.exec(output?.reveal() ?? '')?.[1];
}

/** Whether a script has seen with its own eyes that its work is done, not only heard so from a tool. */
export function isSeen(output: Redacted<string>): boolean {
  return /^seen\r?$/m.test(output.reveal());
}
