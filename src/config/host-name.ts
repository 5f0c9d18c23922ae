import { isIP } from 'node:net';

const label = '[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?';
const name = new RegExp(`^(?:\\*\\.)?${label}(?:\\.${label})*$`);

/** A name as certificates have it, perhaps with `*` for its first label, or an address. Underscores are no part of host names, but of many containers'. */
export function isHostName(text: string): boolean {
  if (isIP(text) !== 0) return !text.includes('%');
  return text.length <= 253 && name.test(text) && !/^[\d.]+$/.test(text);
}
