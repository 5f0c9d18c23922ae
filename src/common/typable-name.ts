// Letters, marks, digits, punctuation, symbols and single blanks between them; nothing invisible, nothing that was no UTF-8.
const visible =
  /^(?!.*[\p{Default_Ignorable_Code_Point}\uFFFD])[\p{L}\p{M}\p{N}\p{P}\p{S}]+(?: [\p{L}\p{M}\p{N}\p{P}\p{S}]+)*$/u;

/** Whether all of the text can be seen. */
export function isVisible(text: string): boolean {
  return visible.test(text);
}

/**
 * Whether people who see the name can type it: nothing is invisible, no blank stands at an end or beside another, no character is taken
 * apart (NFC), and none stands in for an ASCII letter, digit or one of `_ @ . : \ -`.
 */
export function isTypable(name: string): boolean {
  return isVisible(name) && name.normalize('NFC') === name && !hasLookAlike(name);
}

function hasLookAlike(text: string): boolean {
  return [...text].some((character) => character > '\x7f' && /[\w@.:\\-]/.test(character.normalize('NFKC')));
}
