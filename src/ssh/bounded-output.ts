/** Keeps the first `limit` bytes and counts the rest. */
export class BoundedOutput {
  private readonly chunks: Buffer[] = [];
  private kept = 0;
  dropped = 0;

  constructor(private readonly limit: number) {}

  add(chunk: Buffer): void {
    const fitting = chunk.subarray(0, this.limit - this.kept);
    if (fitting.length > 0) this.chunks.push(Buffer.from(fitting));
    this.kept += fitting.length;
    this.dropped += chunk.length - fitting.length;
  }

  bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }
}
