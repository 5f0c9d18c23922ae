import type { Stream } from '../../ssh/messages.ts';

const smallestBlock = 1024;
const largestBlock = 32_768;

/** Chunks of this size and more are not copied: copying every byte of a bulk transfer costs a tenth of its CPU time. */
const largeChunk = 16_384;

interface Block {
  readonly bytes: Uint8Array;
  start: number;
  end: number;
}

/** The bytes of two interleaved streams, in order. Even tiny chunks cost little more than their bytes. */
export class ByteQueue {
  private blocks: Block[] = [];
  /** Each is twice the length, plus the stream. */
  private segments: number[] = [];
  private firstSegment = 0;
  private total = 0;

  get length(): number {
    return this.total;
  }

  /** The caller must not write to `data` any more. */
  append(stream: Stream, data: Uint8Array): void {
    if (data.length === 0) return;
    this.total += data.length;
    this.appendSegment(stream, data.length);
    if (data.length >= largeChunk) this.blocks.push({ bytes: data, start: 0, end: data.length });
    else this.copy(data);
  }

  /** Removes at most `most` bytes from the front, all of one stream. The returned view does not change. */
  take(most: number): { stream: Stream; data: Uint8Array } {
    const block = this.blocks[0]!;
    const segment = this.segments[this.firstSegment]!;
    const stream = (segment & 1) as Stream;
    const length = Math.min(most, segment >>> 1, block.end - block.start);
    const data = block.bytes.subarray(block.start, block.start + length);
    block.start += length;
    this.total -= length;
    this.shorten(segment, length);
    if (block.start === block.end) this.blocks.shift();
    return { stream, data };
  }

  clear(): void {
    this.blocks = [];
    this.segments = [];
    this.firstSegment = 0;
    this.total = 0;
  }

  private copy(data: Uint8Array): void {
    for (let rest = data; rest.length > 0;) {
      const block = this.blockWithRoom(rest.length);
      const part = rest.subarray(0, block.bytes.length - block.end);
      block.bytes.set(part, block.end);
      block.end += part.length;
      rest = rest.subarray(part.length);
    }
  }

  private appendSegment(stream: Stream, length: number): void {
    const last = this.segments.length - 1;
    const merges = last >= this.firstSegment && (this.segments[last]! & 1) === stream;
    if (merges) this.segments[last]! += length * 2;
    else this.segments.push(length * 2 + stream);
  }

  private shorten(segment: number, length: number): void {
    if (length < segment >>> 1) {
      this.segments[this.firstSegment] = segment - length * 2;
      return;
    }
    this.firstSegment++;
    if (this.firstSegment < this.segments.length) return this.compact();
    this.segments = [];
    this.firstSegment = 0;
  }

  private compact(): void {
    if (this.firstSegment < 1024 || this.firstSegment * 2 < this.segments.length) return;
    this.segments = this.segments.slice(this.firstSegment);
    this.firstSegment = 0;
  }

  private blockWithRoom(wanted: number): Block {
    const last = this.blocks.at(-1);
    if (last && last.end < last.bytes.length) return last;
    const size = Math.min(largestBlock, Math.max(smallestBlock, wanted, (last?.bytes.length ?? 0) * 2));
    const block = { bytes: Buffer.allocUnsafe(size), start: 0, end: 0 };
    this.blocks.push(block);
    return block;
  }
}
