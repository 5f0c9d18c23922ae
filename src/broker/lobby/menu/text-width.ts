import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter();

/** Stands for what was cut off. ASCII, since terminals disagree on how wide an ellipsis is. */
const more = '~';

/** The columns that a terminal needs for the text: two for a wide character, none for a combining one. */
export const widthOf = (text: string): number => stringWidth(text);

/** The longest beginning that needs no more columns than this. No character is cut apart. */
export function beginning(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = '';
  let room = columns;
  for (const { segment } of segmenter.segment(text)) {
    room -= widthOf(segment);
    if (room < 0) break;
    kept += segment;
  }
  return kept;
}

/** The text in no more columns than this, marked where its end is missing. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  return columns > 0 ? beginning(text, columns - 1) + more : '';
}

/** The text in exactly this many columns. */
export function fit(text: string, columns: number): string {
  const kept = cut(text, columns);
  return kept + ' '.repeat(columns - widthOf(kept));
}
