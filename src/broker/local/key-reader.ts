/**
 * What one key of a terminal sends: a character, a control character (`\x03` is Ctrl-C, `\x7f` mostly backspace), or an
 * escape sequence as a whole (`\x1b[A` is the arrow upwards). Return is `\r`, whether CR, LF or both were sent.
 */
export type Key = string;

/** No terminal sends a longer sequence for a key. */
const longestSequence = 32;

/** Cuts what a terminal sends into keys. */
export class KeyReader {
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private sequence = '';
  private last = '';

  /** The keys that are complete. An escape that ends what was sent is the key of that name. */
  read(sent: Buffer): Key[] {
    const keys = [...this.decoder.decode(sent, { stream: true })].flatMap((character) => this.add(character));
    if (this.sequence !== '\x1b') return keys;
    this.sequence = '';
    return [...keys, '\x1b'];
  }

  private add(character: string): Key[] {
    const isSecondHalf = character === '\n' && this.last === '\r';
    this.last = character;
    if (isSecondHalf) return [];
    if (this.sequence === '' && character !== '\x1b') return [character === '\n' ? '\r' : character];
    this.sequence += character;
    return isComplete(this.sequence) ? [this.take()] : [];
  }

  private take(): Key {
    const { sequence } = this;
    this.sequence = '';
    return sequence;
  }
}

/** ECMA-48: CSI (`[`) has parameters and a final character, SS3 (`O`) one character, any other escape is one itself. */
function isComplete([, ...afterEscape]: string): boolean {
  return afterEscape.length >= longestSequence || /^(?:\[[^@-~]*[@-~]|O.|[^[O])$/su.test(afterEscape.join(''));
}
