const maxValues = 5_000;
const maxDepth = 32;

/** The names in an open object; undefined for an open list. */
type Container = Set<string> | undefined;

/**
 * Whether JSON text holds at most 5,000 values, is nested at most 32 deep and repeats no name within an object, where
 * readers would disagree on which one counts. Checks without building any value. Text that is not JSON may pass.
 */
export function isBoundedJson(text: string): boolean {
  const open: Container[] = [];
  let values = 0;
  let expectsName = false;
  for (let index = 0; index < text.length; index += 1) {
    switch (text[index]) {
      case '"': {
        const end = endOfString(text, index);
        if (expectsName && !isNew(open.at(-1), text.slice(index, end + 1))) return false;
        expectsName = false;
        index = end;
        break;
      }
      case '[':
      case '{':
        open.push(text[index] === '{' ? new Set() : undefined);
        expectsName = text[index] === '{';
        values += 1;
        break;
      case ']':
      case '}':
        open.pop();
        expectsName = false;
        break;
      case ',':
        expectsName = open.at(-1) !== undefined;
        values += 1;
    }
    if (open.length > maxDepth || values > maxValues) return false;
  }
  return true;
}

/** Index of the quote that ends the string beginning at `start`; at least the text's length when none does. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index;
}

// A name can be written in several ways: "a" and "\u0061".
function isNew(names: Container, quoted: string): boolean {
  const name = unquote(quoted);
  if (name === undefined || names?.has(name)) return false;
  names?.add(name);
  return true;
}

function unquote(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}
