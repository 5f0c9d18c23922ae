/** As many requests as a client may have under way. */
const mostRequests = 256;
/** Two windows of SSH: enough for clients to fill a long line. */
const mostBytes = 4 * 1024 * 1024;

/** The requests that no target has answered yet: while there are too many, the client is not read. */
export class Unanswered {
  private requests = 0;
  private bytes = 0;
  private resume = () => {};

  /** Counts a request until the returned function is called. */
  add(bytes: number): () => void {
    this.requests++;
    this.bytes += bytes;
    return () => {
      this.requests--;
      this.bytes -= bytes;
      if (this.hasRoom) this.resume();
    };
  }

  async room(): Promise<void> {
    while (!this.hasRoom) await new Promise<void>((resolve) => (this.resume = resolve));
  }

  private get hasRoom(): boolean {
    return this.requests < mostRequests && this.bytes < mostBytes;
  }
}
