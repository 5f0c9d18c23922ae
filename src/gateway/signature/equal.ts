import { hash, timingSafeEqual } from 'node:crypto';

/** Compares two texts in a time that reveals neither where they differ nor whether their lengths do. */
export function equalInConstantTime(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
