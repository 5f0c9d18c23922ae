/**
 * What one key of a terminal sends: a character, a control character (`\x03` is Ctrl-C, `\x7f` mostly backspace), or an
 * escape sequence as a whole (`\x1b[A` is the arrow upwards). Return is `\r`, whether CR, LF or both were sent.
 */
export type Key = string;

/** Bytes that are kept until they are read as keys. More are dropped. */
export const longestTypeAhead = 32 * 1024;

/** Bytes of an escape sequence. Keys send up to a dozen, and answers to what a program asks a terminal some more. */
const longestSequence = 256;

const escape = 0x1b;
const cr = 0x0d;
const lf = 0x0a;

/**
 * Cuts what a terminal sends into keys, wherever it was cut on the way. What has not been read as keys can be taken as
 * it was sent, for someone else to read.
 */
export class Keyboard {
  private unread: Buffer = Buffer.alloc(0);
  private endedWithCr = false;

  push(sent: Buffer): void {
    this.unread = Buffer.concat([this.unread, sent.subarray(0, longestTypeAhead - this.unread.length)]);
    this.skipSecondHalf();
  }

  /** The next key; undefined while its rest has not come. What is not UTF-8 is skipped. */
  next(): Key | undefined {
    while (this.unread.length > 0) {
      const length = lengthOfKey(this.unread);
      if (length === undefined) return undefined;
      const key = textOf(this.read(length));
      if (key !== undefined) return key;
    }
    return undefined;
  }

  /** What has not been read. */
  take(): Buffer {
    const { unread } = this;
    this.unread = Buffer.alloc(0);
    return unread;
  }

  /** Whether an escape is the last that came: the key of that name, if no more of a sequence comes. */
  get endsWithEscape(): boolean {
    return this.unread.length === 1 && this.unread[0] === escape;
  }

  private read(length: number): Buffer {
    const taken = this.unread.subarray(0, length);
    this.unread = this.unread.subarray(length);
    this.endedWithCr = taken[0] === cr;
    this.skipSecondHalf();
    return taken;
  }

  /** CR LF is one key, also where LF comes later. */
  private skipSecondHalf(): void {
    if (this.unread.length === 0) return;
    if (this.endedWithCr && this.unread[0] === lf) this.unread = this.unread.subarray(1);
    this.endedWithCr = false;
  }
}

function textOf(sent: Buffer): Key | undefined {
  if (sent[0] === cr || sent[0] === lf) return '\r';
  const text = sent.toString();
  return Buffer.from(text).equals(sent) ? text : undefined;
}

/** The bytes that the first key has; undefined while it is incomplete. */
function lengthOfKey(sent: Buffer): number | undefined {
  const first = sent[0]!;
  if (first === escape) return lengthOfSequence(sent.toString('latin1', 0, longestSequence));
  return first < 0x80 ? 1 : lengthOfCharacter(sent);
}

// ECMA-48: CSI has parameters and a final character, SS3 one character, and any other escape is two characters. OSC,
// DCS, SOS, PM and APC last until BEL or ST: by these, terminals answer what a program has asked them.
// oxlint-disable-next-line no-control-regex -- these are what terminals send
const complete = /^\x1b(?:\[[ -?]*[@-~]|O[ -~]|[\]PX^_][^\0-\x1f]*(?:\x07|\x1b\\)|[ -NQ-WYZ\\`-~])/;
/** Any other control character means that no more of the sequence comes. */
const interrupted =
  // oxlint-disable-next-line no-control-regex -- these are what terminals send
  /^\x1b(?:\[[ -?]*(?=[^ -~])|O(?=[^ -~])|[\]PX^_][^\0-\x1f]*(?=[\0-\x1a\x1c-\x1f]|\x1b[^\\])|(?=[^ -~]))/;

function lengthOfSequence(sent: string): number | undefined {
  const found = complete.exec(sent) ?? interrupted.exec(sent);
  if (found) return found[0].length;
  return sent.length < longestSequence ? undefined : sent.length;
}

/** A character is at most four bytes. One byte is skipped where none begins, or where it breaks off. */
function lengthOfCharacter(sent: Buffer): number | undefined {
  const first = sent[0]!;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  const following = sent.subarray(1, length);
  if (!following.every((byte) => (byte & 0xc0) === 0x80)) return 1;
  return following.length === length - 1 ? length : undefined;
}
