import { Redacted } from '../../common/redacted.ts';

/**
 * What the host reported about a password's account: on Linux its line of shadow(5), on Windows the time its password
 * was set.
 */
export interface UndoNote {
  /** Before the rotation; undefined where the host does not tell, or where it could not be put back. */
  readonly former?: string;
  /** What the rotation has written; undefined until that is known. */
  readonly written?: string;
}

export function readUndoNote(note: Redacted<string> | undefined): UndoNote | undefined {
  return note && (JSON.parse(note.reveal()) as UndoNote);
}

export function writeUndoNote(note: UndoNote): Redacted<string> {
  return new Redacted(JSON.stringify(note));
}

/** The text that a script has printed after `entry`. */
export function entryIn(output: Redacted<string> | undefined): string | undefined {
  return /^entry (.+?)\r?$/m.exec(output?.reveal() ?? '')?.[1];
}

/** Whether a script has verified itself that its work is done, instead of relying on a tool's word. */
export function isVerified(output: Redacted<string>): boolean {
  return /^seen\r?$/m.test(output.reveal());
}
