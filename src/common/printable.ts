const longest = 2048;

// C0, DEL and C1 controls, line separators, and characters that change the text direction.
// oxlint-disable-next-line no-control-regex -- these are the characters to be escaped
const controls = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const loneSurrogates = /\p{Surrogate}/gu;

const plain = /^[ -~]*$/;

/** Text that is safe to show in a terminal or a log: cut to 2048 characters, with controls escaped as `\u001b`. */
export function printable(text: string): string {
  const shown = text.slice(0, longest);
  if (plain.test(shown)) return shown;
  return shown.replace(controls, escaped).replace(loneSurrogates, escaped);
}

/** Untrusted text as one line of at most `maxLength` characters: controls become `?`. */
export function oneLine(text: string, maxLength = 200): string {
  const line = text.replace(controls, '?');
  return line.length > maxLength ? `${line.slice(0, maxLength)}…` : line;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
