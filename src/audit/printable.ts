const longest = 2048;

// C0, DEL and C1 controls, line separators, characters that change the text direction, and lone surrogates.
// oxlint-disable-next-line no-control-regex -- these are the characters to be escaped
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

const plain = /^[ -~]*$/;

/** Text that is safe to show in a terminal or a log: cut to 2048 characters, with controls escaped as `\u001b`. */
export function printable(text: string): string {
  const shown = text.slice(0, longest);
  if (plain.test(shown)) return shown;
  return shown.replace(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
