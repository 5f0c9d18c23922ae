/** Reads the data types of RFC 4251, section 5. @throws RangeError when a value ends too early */
export class WireReader {
  constructor(
    private readonly bytes: Buffer,
    private position = 0,
  ) {}

  byte(): number {
    return this.bytes.readUInt8(this.advance(1));
  }

  boolean(): boolean {
    return this.byte() !== 0;
  }

  uint32(): number {
    return this.bytes.readUInt32BE(this.advance(4));
  }

  /** A view of the string's bytes, not a copy. */
  string(): Buffer {
    return this.fixed(this.uint32());
  }

  /** A view of so many bytes. */
  fixed(length: number): Buffer {
    const start = this.advance(length);
    return this.bytes.subarray(start, start + length);
  }

  text(): string {
    return this.string().toString('utf8');
  }

  rest(): Buffer {
    return this.bytes.subarray(this.advance(this.bytes.length - this.position));
  }

  get atEnd(): boolean {
    return this.position === this.bytes.length;
  }

  private advance(count: number): number {
    const start = this.position;
    if (start + count > this.bytes.length) throw new RangeError('the value ends too early');
    this.position += count;
    return start;
  }
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A string of RFC 4251: its length in four bytes, then its bytes. */
export function wireString(value: string | Buffer): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return Buffer.concat([uint32(bytes.length), bytes]);
}
