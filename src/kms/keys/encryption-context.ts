/** The pairs of an encryption context (a JSON object of strings); undefined when a value is not a string. */
export function contextPairs(json: string): [string, string][] | undefined {
  const pairs = Object.entries(JSON.parse(json) as Record<string, unknown>);
  return pairs.every((pair): pair is [string, string] => typeof pair[1] === 'string') ? pairs : undefined;
}

/**
 * The canonical text of an encryption context, whatever the order of its pairs and the spaces between them. No context
 * is the same as an empty one.
 */
export function canonicalContext(json: string = '{}'): string {
  const pairs = contextPairs(json);
  if (!pairs) throw new TypeError('the values of an encryption context must be strings');
  return JSON.stringify(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}
