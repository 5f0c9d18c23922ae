// Letters, marks, digits, punctuation, symbols and single blanks between them; nothing invisible or not UTF-8.
const visible =
  /^(?!.*[\p{Default_Ignorable_Code_Point}\uFFFD])[\p{L}\p{M}\p{N}\p{P}\p{S}]+(?: [\p{L}\p{M}\p{N}\p{P}\p{S}]+)*$/u;

const longestShown = 128;

/** Whether all of the text is visible. */
export function isVisible(text: string): boolean {
  return visible.test(text);
}

/** The first 128 characters, invisible ones as `\u{…}`. */
export function escapeInvisible(text: string): string {
  return Array.from(text.slice(0, longestShown), (character) =>
    character === ' ' || isVisible(character) ? character : `\\u{${character.codePointAt(0)!.toString(16)}}`,
  ).join('');
}

/**
 * Whether people who see the name can type it: nothing is invisible, no blank stands at an end or next to another, no
 * character is decomposed (NFC), and none is a look-alike (NFKC) of an ASCII letter, digit or one of `_ @ . : \ -`.
 */
export function isTypable(name: string): boolean {
  return isVisible(name) && name.normalize('NFC') === name && !hasLookAlike(name);
}

function hasLookAlike(text: string): boolean {
  return [...text].some((character) => character > '\x7f' && /[\w@.:\\-]/.test(character.normalize('NFKC')));
}
