import { isIP } from 'node:net';

const label = '[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?';
const name = new RegExp(`^(?:\\*\\.)?${label}(?:\\.${label})*$`);

/**
 * A name as in certificates, optionally with `*` as its first label, or an address. Host names have no underscores, but
 * the names of many containers do.
 */
export function isHostName(text: string): boolean {
  if (isIP(text) !== 0) return !text.includes('%');
  return text.length <= 253 && name.test(text) && !/^[\d.]+$/.test(text);
}
