import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Where packets for the client go. A stream that is closed takes them, and drops them. */
export class Outlet {
  private draining?: Promise<void>;

  constructor(private readonly stream: Writable) {}

  send(packet: Buffer): void {
    if (!this.stream.destroyed) this.stream.write(packet);
  }

  /** Resolves when the client takes more, or will never again. */
  async drained(): Promise<void> {
    if (this.stream.destroyed || !this.stream.writableNeedDrain) return;
    this.draining ??= this.wait().finally(() => (this.draining = undefined));
    await this.draining;
  }

  private async wait(): Promise<void> {
    const over = new AbortController();
    const { signal } = over;
    await Promise.race(['drain', 'close', 'error'].map((event) => once(this.stream, event, { signal }))).catch(
      () => {},
    );
    over.abort();
  }
}
