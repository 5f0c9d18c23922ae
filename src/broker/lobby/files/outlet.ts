import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { encodeStatus, type Packet, requestTypes, statusCodes } from './protocol.ts';

/** The client that packets go to. A stream that is closed takes them, and drops them. */
export class Outlet {
  private draining?: Promise<void>;

  private lastComplaint = '';

  constructor(
    private readonly stream: Writable,
    private readonly complain: (line: string) => void,
  ) {}

  /**
   * Answers a request with why it is refused. OpenSSH's clients show that for REALPATH only, otherwise a word for the
   * code: the text goes beside the channel too, unless the client has only asked whether something is there.
   */
  refuse({ id, type }: Pick<Packet, 'id' | 'type'>, code: number, text: string): void {
    const isToldAnyway = type === requestTypes.realpath || code === statusCodes.noSuchFile;
    if (!isToldAnyway && text !== this.lastComplaint) this.complain(`sallyport: ${(this.lastComplaint = text)}`);
    this.send(encodeStatus(id, code, text));
  }

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
