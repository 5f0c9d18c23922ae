type Members = Record<string, unknown>;

/** `<Root><Name>value</Name>…</Root>`; a list is a repeated element. */
export function renderXml(root: string, members: Members): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, members)}`;
}

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('');
  if (typeof value === 'object' && value !== null) {
    const children = Object.entries(value).map(([child, content]) => element(child, content));
    return `<${name}>${children.join('')}</${name}>`;
  }
  return `<${name}>${escape(String(value))}</${name}>`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#13;',
};

// XML 1.0 cannot represent the other control characters, not even escaped.
// oxlint-disable-next-line no-control-regex
const unwritable = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\p{Surrogate}]/gu;

/** Whether XML can represent the whole value, down to the last string. */
export function isWritable(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isWritable);
  return String(value).search(unwritable) < 0;
}

/** What XML cannot represent becomes U+FFFD. */
function escape(text: string): string {
  return text.replace(unwritable, '\ufffd').replace(/[&<>"'\r]/g, (character) => entities[character] as string);
}
