const longest = 2048;

// C0, DEL and C1 controls, line separators, and what changes the direction of text.
// oxlint-disable-next-line no-control-regex -- these are what must not get through
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

const plain = /^[ -~]*$/;

/** Text that can be shown in a terminal or a log: controls appear as `\u001b`; what is longer than 2048 characters is cut. */
export function printable(text: string): string {
  const shown = text.slice(0, longest);
  if (plain.test(shown)) return shown;
  return shown.replace(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
