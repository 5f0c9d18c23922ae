import { getHeapSnapshot } from 'node:v8';

/**
 * Which of these are in memory that this process still uses. The caller itself holds only bytes, which a heap snapshot
 * does not show.
 */
export async function alive(marks: readonly Buffer[]): Promise<boolean[]> {
  const found = marks.map(() => false);
  let tail = Buffer.alloc(0);
  for await (const chunk of getHeapSnapshot()) {
    const bytes = Buffer.concat([tail, chunk as Buffer]);
    marks.forEach((mark, index) => (found[index] ||= bytes.includes(mark)));
    tail = Buffer.from(bytes.subarray(-100));
  }
  return found;
}
