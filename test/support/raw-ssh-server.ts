import type { AddressInfo, Socket } from 'node:net';
import ssh2, { type Connection } from 'ssh2';
import type { Redacted } from '../../src/common/redacted.ts';
import { type Protocol, protocolOf, sendPacket } from '../../src/ssh/ssh2-internals.ts';
import { eventually } from './eventually.ts';

const unimplemented = 3;

/** A client of a raw server: whole payloads of the connection protocol, in and out. */
export class RawSession {
  readonly received: Buffer[] = [];
  ended = false;
  private readonly protocol: Protocol;

  constructor(private readonly connection: Connection) {
    this.protocol = protocolOf(connection);
    const original = this.protocol._onPayload;
    this.protocol._onPayload = (payload) => {
      if ((payload[0] ?? 0) < 80 && payload[0] !== unimplemented) return original(payload);
      this.received.push(Buffer.from(payload));
      return undefined;
    };
    connection.on('error', () => undefined);
    connection.on('close', () => (this.ended = true));
  }

  send(...parts: (Buffer | number)[]): void {
    const payload = Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : part)));
    const { write } = this.protocol._packetRW;
    const packet = write.alloc(payload.length);
    packet.set(payload, write.allocStart);
    sendPacket(this.protocol, write.finalize(packet));
  }

  /** Waits for the next message with this number that no earlier call returned. */
  async next(number: number): Promise<Buffer> {
    let at = -1;
    await eventually(
      `message ${number}`,
      () => (at = this.received.findIndex((payload) => payload[0] === number)) >= 0,
    );
    return this.received.splice(at, 1)[0]!;
  }

  /** Accepts the channel that the client opens; returns its number at the client. */
  async acceptChannel(window = 1_000_000, maxPacket = 32_768): Promise<Buffer> {
    const open = await this.next(90);
    const sender = open.subarray(1 + 4 + 'session'.length, 1 + 4 + 'session'.length + 4);
    const numbers = Buffer.alloc(12);
    numbers.writeUInt32BE(7, 0);
    numbers.writeUInt32BE(window, 4);
    numbers.writeUInt32BE(maxPacket, 8);
    this.send(91, sender, numbers);
    return Buffer.from(sender);
  }

  /** Stops reading, like a peer that never drains its socket. */
  stopReading(): void {
    this.socket.pause();
  }

  readAgain(): void {
    this.socket.resume();
  }

  /** Breaks the connection. */
  sever(): void {
    this.socket.destroy();
  }

  /** Bytes that the client has not taken yet. */
  get unsent(): number {
    return this.socket.writableLength;
  }

  private get socket(): Socket {
    return (this.connection as unknown as { _sock: Socket })._sock;
  }

  async end(): Promise<void> {
    await eventually('the client ends the connection', () => this.ended);
  }

  close(): void {
    this.connection.end();
  }
}

/** An untrustworthy SSH server: it lets everyone in and then sends whatever a test wants. */
export class RawSshServer {
  readonly sessions: RawSession[] = [];
  /** Called in the same turn of the event loop as a login. */
  onLogin: (session: RawSession) => void = () => undefined;
  /** Called once keys are exchanged, before the client has asked for anything. */
  onKeys: (session: RawSession) => void = () => undefined;
  /** The user names of all login attempts. */
  readonly userNames: string[] = [];
  port = 0;

  private constructor(private readonly server: ssh2.Server) {}

  static async start(hostKey: Redacted<string>): Promise<RawSshServer> {
    const server = new ssh2.Server({ hostKeys: [hostKey.reveal()], keepaliveInterval: 2 ** 31 - 1 });
    const made = new RawSshServer(server);
    server.on('connection', (connection) => {
      const session = new RawSession(connection);
      connection.on('handshake', () => made.onKeys(session));
      connection.on('authentication', (context) => {
        made.userNames.push(context.username);
        context.accept();
      });
      connection.on('ready', () => {
        made.sessions.push(session);
        made.onLogin(session);
      });
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    made.port = (server.address() as AddressInfo).port;
    return made;
  }

  /** The next session that no earlier call returned. */
  async session(): Promise<RawSession> {
    await eventually('somebody logs in', () => this.sessions.length > 0);
    return this.sessions.shift()!;
  }

  async stop(): Promise<void> {
    for (const session of this.sessions) session.close();
    await new Promise<void>((resolve) => void this.server.close(() => resolve()));
  }
}
