const maxValues = 5_000;
const maxDepth = 32;

/** The names of an open object, or undefined for an open list. */
type Container = Set<string> | undefined;

/**
 * Whether JSON text holds no more than 5,000 values, is nested no deeper than 32 and has no name twice in one object, where readers
 * would differ over which one counts. Told without building any of them; text that is not JSON may pass.
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

/** The index of the quote that ends the string which begins at `start`; the text's length when none does. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index;
}

// The same name can be written in several ways: "a" and "\u0061".
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
