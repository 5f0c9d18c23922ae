/** Untrusted text as one printable line: control characters (C0, C1, bidirectional, line separators) become `?`. */
export function oneLine(text: string, maxLength = 200): string {
  // eslint-disable-next-line no-control-regex
  const printable = text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '?');
  return printable.length > maxLength ? `${printable.slice(0, maxLength)}…` : printable;
}
