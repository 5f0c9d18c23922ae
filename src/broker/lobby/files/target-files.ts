import type { Duplex } from 'node:stream';
import { oneLine } from '../../../common/printable.ts';
import { WireReader } from '../../../ssh/wire.ts';
import type { Outlet } from './outlet.ts';
import { Malformed, packetsOf } from './packets.ts';
import { encodePacket, type Packet, protocolVersion, replyTypes, requestTypes, statusCodes } from './protocol.ts';

/** The `sftp` subsystem of a target. */
export interface SftpChannel {
  readonly stream: Duplex;
  /** What the target, or its session, has said on standard error. */
  said(): string;
}

/** A request for the target: its packet under the given number, and the client's packet for a reply. */
export interface Errand {
  readonly id: number;
  readonly type: number;
  encode(id: number, extensions: ReadonlySet<string>): Buffer | undefined;
  answer(reply: Packet): Buffer;
  /** The client has its reply. */
  done(): void;
}

/**
 * The file system of a target, as one client sees it. Errands wait while it is being opened, and fail once it is lost.
 */
export class TargetFiles {
  private readonly pending = new Map<number, Errand>();
  private readonly opened: Promise<void>;
  /** Errands that wait until it is open. */
  private waiting = 0;
  private isLeft = false;
  private channel?: SftpChannel;
  private extensions: ReadonlySet<string> = new Set();
  private lost?: string;
  private next = 0;

  constructor(
    private readonly name: string,
    opening: Promise<SftpChannel>,
    private readonly client: Outlet,
  ) {
    this.opened = this.open(opening);
  }

  /** Errands of one target are carried out in this order. */
  async send(errand: Errand): Promise<void> {
    this.waiting++;
    await this.opened;
    this.waiting--;
    if (this.lost !== undefined) return this.fail(errand);
    const id = (this.next = (this.next + 1) >>> 0);
    const packet = errand.encode(id, this.extensions);
    if (!packet) return this.refuse(errand, statusCodes.unsupported, 'the server does not support this');
    this.pending.set(id, errand);
    this.channel!.stream.write(packet);
  }

  get isLost(): boolean {
    return this.lost !== undefined;
  }

  get isBusy(): boolean {
    return this.waiting + this.pending.size > 0;
  }

  /** Ends the session, also while it is being opened. */
  close(): void {
    this.isLeft = true;
    this.channel?.stream.destroy();
  }

  private async open(opening: Promise<SftpChannel>): Promise<void> {
    try {
      this.channel = await opening;
      const { stream } = this.channel;
      stream.on('error', () => {});
      if (this.isLeft) stream.destroy();
      stream.write(encodePacket(requestTypes.init, protocolVersion));
      const replies = packetsOf(stream);
      const first = await replies.next();
      if (first.done) throw new Error(this.said());
      this.extensions = extensionsOf(first.value);
      void this.relay(replies);
    } catch (error) {
      this.lose(isWrong(error) ? notSftp : (error as Error).message);
    }
  }

  private async relay(replies: AsyncIterable<Packet>): Promise<void> {
    try {
      for await (const reply of replies) {
        this.answer(reply);
        await this.client.drained();
      }
      this.lose(this.said());
    } catch (error) {
      this.lose(isWrong(error) ? notSftp : this.said());
    }
  }

  private answer(reply: Packet): void {
    const errand = this.pending.get(reply.id);
    if (!errand) throw new Malformed('an answer that nobody waits for');
    const answer = errand.answer(reply);
    this.pending.delete(reply.id);
    this.client.send(answer);
    errand.done();
  }

  private lose(reason: string): void {
    this.lost = oneLine(reason);
    this.channel?.stream.destroy();
    const errands = [...this.pending.values()];
    this.pending.clear();
    for (const errand of errands) this.fail(errand);
  }

  private said(): string {
    return this.channel?.said().trim() || 'the connection to the server was lost';
  }

  private fail(errand: Errand): void {
    this.refuse(errand, statusCodes.failure, this.lost!);
  }

  private refuse(errand: Errand, code: number, reason: string): void {
    this.client.refuse(errand, code, `${this.name}: ${reason}`);
    errand.done();
  }
}

const notSftp = 'the server answered something that is not SFTP; does a start-up file of the account print something?';

/** A reply that breaks the protocol, or ends too early. */
function isWrong(error: unknown): boolean {
  return error instanceof Malformed || error instanceof RangeError;
}

function extensionsOf({ type, id, body }: Packet): ReadonlySet<string> {
  if (type !== replyTypes.version || id < protocolVersion) throw new Malformed('not a VERSION');
  const reader = new WireReader(body);
  const names = new Set<string>();
  while (!reader.atEnd) {
    names.add(reader.text());
    reader.string();
  }
  return names;
}
