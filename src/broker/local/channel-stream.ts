import { Duplex } from 'node:stream';

/** The channel behind a stream. */
export interface ChannelLink {
  /** Sends bytes, now or as soon as the peer takes them. */
  send(data: Buffer): void;
  /** Bytes that the peer does not take yet. */
  readonly waiting: number;
  /** The stream's reader has room again. */
  resumed(): void;
  /** Nothing more will be sent. */
  ended(): void;
  /** The stream is of no more use. */
  closed(): void;
}

/** The data of one channel as a Node stream, which goes no faster than the windows on both sides allow. */
export class ChannelStream extends Duplex {
  /** While true, the reader takes no more. */
  isFull = false;
  private written?: () => void;

  constructor(private readonly link: ChannelLink) {
    super();
  }

  /** The peer sent this. */
  receive(data: Buffer): void {
    if (!this.push(data)) this.isFull = true;
  }

  /** The peer sends nothing more. */
  receiveEnd(): void {
    this.push(null);
  }

  /** The peer has taken some more of what was sent. */
  taken(): void {
    if (this.link.waiting > 0 || !this.written) return;
    const { written } = this;
    this.written = undefined;
    written();
  }

  override _read(): void {
    if (!this.isFull) return;
    this.isFull = false;
    this.link.resumed();
  }

  override _write(data: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.written = done;
    this.link.send(data);
    this.taken();
  }

  override _final(done: () => void): void {
    this.link.ended();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.link.closed();
    done(error);
  }
}
