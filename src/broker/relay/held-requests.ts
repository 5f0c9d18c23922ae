import { ProtocolViolation } from '../../ssh/messages.ts';

const most = { count: 128, bytes: 384 * 1024 };

/** The requests for a server that is not there yet; they use no window, so they are bounded here. */
export class HeldRequests {
  private requests: Buffer[] = [];
  private bytes = 0;

  /** Copies what it keeps. @throws ProtocolViolation when it becomes too much */
  add(fields: Buffer): void {
    this.bytes += fields.length;
    if (this.requests.length >= most.count || this.bytes > most.bytes)
      throw new ProtocolViolation('too many early requests');
    this.requests.push(Buffer.from(fields));
  }

  take(): Buffer[] {
    this.bytes = 0;
    return this.requests.splice(0);
  }
}
