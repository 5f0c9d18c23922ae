import { randomBytes } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { ByteQueue } from '../../../src/broker/relay/byte-queue.ts';
import type { Stream } from '../../../src/ssh/messages.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function inUse(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

describe('the queue', () => {
  it('returns what it received: the same bytes, streams and order, in chunks of the requested size', () => {
    const pieces = fc.array(
      fc.record({
        stream: fc.constantFrom<Stream>(0, 1),
        length: fc.constantFrom(0, 1, 2, 1000, 5000, 70_000),
        take: fc.integer({ min: 0, max: 3 }),
      }),
      { maxLength: 30 },
    );
    const rule = () =>
      fc.assert(
        fc.property(pieces, fc.integer({ min: 1, max: 40_000 }), (list, most) => {
          const queue = new ByteQueue();
          const appended: Buffer[][] = [[], []];
          const taken: Uint8Array[][] = [[], []];
          const order = { appended: '', taken: '' };
          const takeOne = () => {
            const { stream, data } = queue.take(most);
            if (data.length === 0 || data.length > most) throw new Error(`a piece of ${data.length}`);
            taken[stream]!.push(data);
            if (!order.taken.endsWith(String(stream))) order.taken += stream;
          };
          for (const { stream, length, take } of list) {
            const data = randomBytes(length);
            appended[stream]!.push(data);
            if (length > 0 && !order.appended.endsWith(String(stream))) order.appended += stream;
            queue.append(stream, data);
            for (let turn = 0; turn < take && queue.length > 0; turn++) takeOne();
          }
          while (queue.length > 0) takeOne();
          expect(order.taken).toBe(order.appended);
          for (const stream of [0, 1])
            expect(Buffer.concat(taken[stream]!).equals(Buffer.concat(appended[stream]!))).toBe(true);
        }),
      );
    expect(rule).not.toThrow();
  });

  it('keeps two million single bytes of alternating streams in a few megabytes', () => {
    const queue = new ByteQueue();
    const byte = Buffer.from('x');
    const before = inUse();
    for (let turn = 0; turn < 2_000_000; turn++) queue.append((turn & 1) as Stream, byte);
    const grown = inUse() - before;
    expect(queue.length).toBe(2_000_000);
    expect(grown).toBeLessThan(40_000_000);
  });
});
