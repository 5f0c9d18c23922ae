import type { Readable, Writable } from 'node:stream';
import type { ServerChannel } from 'ssh2';

interface PendingWrites {
  _chunk?: Buffer;
  _chunkcb?: () => void;
  _chunkErr?: Buffer;
  _chunkcbErr?: () => void;
}

/**
 * Writes to a channel's stdout and stderr one chunk at a time. ssh2 1.17.0 keeps a chunk that waited for window space
 * after it was sent. When the other stream waits next, that chunk is sent a second time. So no two chunks wait
 * together, and what was sent is forgotten.
 */
export class ChannelOutput {
  private turn = Promise.resolve();
  private readonly closed: Promise<void>;

  constructor(private readonly channel: ServerChannel) {
    this.closed = new Promise((resolve) => channel.once('close', resolve));
  }

  write(to: 'stdout' | 'stderr', chunk: Buffer | string): Promise<void> {
    const stream: Writable = to === 'stdout' ? this.channel : this.channel.stderr;
    this.turn = this.turn.then(() => this.deliver(stream, Buffer.from(chunk)));
    return this.turn;
  }

  /** Copies a stream until it ends; `source` waits while the channel has no window. */
  copy(source: Readable, to: 'stdout' | 'stderr'): Promise<void> {
    source.on('data', (chunk: Buffer) => {
      source.pause();
      void this.write(to, chunk).then(() => source.resume());
    });
    return new Promise((resolve) => source.once('close', () => void this.turn.then(resolve)));
  }

  /** After the last byte, sends how the program ended and ends the channel. */
  async finish(how: { status: number } | { signal: string }): Promise<void> {
    await this.turn;
    if ('signal' in how) this.channel.exit(how.signal.replace(/^SIG/, ''), false, '');
    else this.channel.exit(how.status);
    this.channel.end();
  }

  // A write to a channel that the client has closed never calls back.
  private async deliver(stream: Writable, chunk: Buffer): Promise<void> {
    if (!stream.writable) return;
    await Promise.race([new Promise<void>((resolve) => stream.write(chunk, () => resolve())), this.closed]);
    const pending = this.channel as unknown as PendingWrites;
    pending._chunk = pending._chunkcb = pending._chunkErr = pending._chunkcbErr = undefined;
  }
}
