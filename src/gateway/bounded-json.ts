const maxValues = 5_000;
const maxDepth = 32;

/** Whether JSON text holds no more than 5,000 values and is nested no deeper than 32: told without building any of them. */
export function isBoundedJson(text: string): boolean {
  let values = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    switch (text[index]) {
      case '"':
        index = endOfString(text, index);
        break;
      case '[':
      case '{':
        depth += 1;
        values += 1;
        break;
      case ']':
      case '}':
        depth -= 1;
        break;
      case ',':
        values += 1;
    }
    if (depth > maxDepth || values > maxValues) return false;
  }
  return true;
}

/** The index of the quote that ends the string which begins at `start`; the text's length when none does. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index;
}
