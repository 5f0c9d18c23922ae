/**
 * Whether the DN is that of an entry below the base. Names that only a server knows to be equal, such as an attribute
 * by its OID, count as different.
 */
export function isBelow(dn: string, baseDn: string): boolean {
  const [names, base] = [relativeNames(dn), relativeNames(baseDn)];
  const above = names.slice(names.length - base.length);
  return names.length > base.length && above.every((name, place) => name === base[place]);
}

/** In lower case, without the blanks around commas and equal signs. */
function relativeNames(dn: string): string[] {
  // A comma that no backslash precedes, and a backslash with what it escapes.
  const names = dn.match(/(?:\\.|[^\\,])+/gsu) ?? [];
  return names.map((name) =>
    name
      .trim()
      .replace(/\s*=\s*/u, '=')
      .toLowerCase(),
  );
}
