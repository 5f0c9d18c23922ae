import { createRequire } from 'node:module';
import { connect, type Socket } from 'node:net';
import { engineerAlgorithms } from '../../src/ssh/algorithms.ts';
import { type PrivateKey } from '../../src/ssh/keys.ts';
import { type Protocol, sendPacket } from '../../src/ssh/ssh2-internals.ts';
import { wireString } from '../../src/ssh/wire.ts';
import { eventually } from './eventually.ts';

const require = createRequire(import.meta.url);

type ClientProtocol = Protocol & {
  readonly _kex: { readonly sessionID: Buffer };
  start(): void;
  parse(chunk: Buffer, from: number, to: number): void;
};
const ProtocolClass = require('ssh2/lib/protocol/Protocol.js') as new (options: object) => ClientProtocol;
const { KexInit } = require('ssh2/lib/protocol/kex.js') as { KexInit: new (lists: object) => object };

export interface RawOptions {
  readonly port: number;
  /** Offered instead of everything that the product offers. */
  readonly kex?: readonly string[];
  readonly compress?: readonly string[];
  readonly serverHostKey?: readonly string[];
  /** Keeps its half of the connection open after the server has closed the other one. */
  readonly allowHalfOpen?: boolean;
}

/** An SSH client that exchanges keys properly, then sends and collects whole payloads, legal or not. */
export class RawSshClient {
  readonly received: Buffer[] = [];
  ended = false;
  handshakes = 0;
  /** Key exchanges that the server asked for and that wait for `exchangeKeys`. */
  private readonly stalled: Buffer[] = [];
  /** Leaves the server's request for new keys unanswered. */
  stallsKeyExchange = false;
  private readonly protocol: ClientProtocol;
  private readonly socket: Socket;
  private failure?: Error;
  private readonly answerKeyExchange: (payload: Buffer) => unknown;

  private constructor(options: RawOptions) {
    this.socket = connect({
      host: '127.0.0.1',
      port: options.port,
      noDelay: true,
      allowHalfOpen: options.allowHalfOpen,
    });
    this.protocol = new ProtocolClass({
      offer: offerOf(options),
      onWrite: (data: Buffer) => this.socket.writable && this.socket.write(data),
      onError: (error: Error) => (this.failure ??= error),
      onHandshakeComplete: () => this.handshakes++,
    });
    const original = this.protocol._onPayload;
    this.answerKeyExchange = original;
    this.protocol._onPayload = (payload) => {
      if (payload[0] === 20 && this.stallsKeyExchange) this.stalled.push(Buffer.from(payload));
      if (payload[0] === 20) return this.stallsKeyExchange ? undefined : original(payload);
      this.received.push(Buffer.from(payload));
      return undefined;
    };
    this.socket.on('connect', () => this.protocol.start());
    this.socket.on('data', (chunk) => this.parse(chunk));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => (this.ended = true));
  }

  /** Resolves once keys are exchanged; rejects when that fails. */
  static async connect(options: RawOptions): Promise<RawSshClient> {
    const client = new RawSshClient(options);
    await eventually('keys are exchanged', () => client.handshakes > 0 || client.ended || client.failure !== undefined);
    if (client.handshakes > 0) return client;
    client.close();
    throw client.failure ?? new Error('the server closed the connection');
  }

  /** Sends one payload, the concatenation of `pieces`. */
  send(...parts: (Buffer | number)[]): void {
    const payload = Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : part)));
    const { write } = this.protocol._packetRW;
    const packet = write.alloc(payload.length);
    packet.set(payload, write.allocStart);
    sendPacket(this.protocol, write.finalize(packet));
  }

  /** Sends several payloads in one segment, so that the other side has them all before it can answer one. */
  together(sending: () => void): void {
    this.socket.cork();
    sending();
    this.socket.uncork();
  }

  requestService(): void {
    this.send(5, wireString('ssh-userauth'));
  }

  requestAuthentication(userName: string, method: string, ...rest: (Buffer | number)[]): void {
    this.send(50, wireString(userName), wireString('ssh-connection'), wireString(method), ...rest);
  }

  password(userName: string, password: string): void {
    this.requestAuthentication(userName, 'password', 0, wireString(password));
  }

  offerKey(userName: string, algorithm: string, blob: Buffer): void {
    this.requestAuthentication(userName, 'publickey', 0, wireString(algorithm), wireString(blob));
  }

  /** Authenticates with `signer`; `change` replaces what is signed or shown. */
  proveKey(
    userName: string,
    signer: PrivateKey,
    change: { algorithm?: string; blob?: Buffer; sessionId?: Buffer } = {},
  ): void {
    const { algorithm = signer.publicKey.type, blob = signer.publicKey.blob, sessionId = this.sessionId } = change;
    const fields = [wireString(userName), wireString('ssh-connection'), wireString('publickey'), Buffer.from([1])];
    const request = Buffer.concat([Buffer.from([50]), ...fields, wireString(algorithm), wireString(blob)]);
    const signature = signer.sign(Buffer.concat([wireString(sessionId), request]));
    this.send(request, wireString(Buffer.concat([wireString(algorithm), wireString(signature)])));
  }

  /** Logs in with a password, once the service has been requested. Fails when the password is refused. */
  async logIn(userName: string, password: string): Promise<void> {
    this.password(userName, password);
    await this.next(52);
  }

  /** Waits for the next message with this number, or one of these, that no earlier call returned. */
  async next(...numbers: number[]): Promise<Buffer> {
    let at = -1;
    await eventually(`message ${numbers.join(' or ')}`, () => {
      at = this.received.findIndex((payload) => numbers.includes(payload[0]!));
      return at >= 0 || this.ended;
    });
    if (at < 0) throw new Error(`the connection ended before message ${numbers.join(' or ')}`);
    return this.received.splice(at, 1)[0]!;
  }

  async end(): Promise<void> {
    await eventually('the server ends the connection', () => this.ended);
  }

  has(number: number): boolean {
    return this.received.some((payload) => payload[0] === number);
  }

  get sessionId(): Buffer {
    return this.protocol._kex.sessionID;
  }

  /** Stops reading, like a peer that never drains its socket. */
  stopReading(): void {
    this.socket.pause();
  }

  readAgain(): void {
    this.socket.resume();
  }

  /** Bytes that the server has not taken yet. */
  get unsent(): number {
    return this.socket.writableLength;
  }

  rekey(): void {
    this.protocol.rekey();
  }

  get isAskedForKeys(): boolean {
    return this.stalled.length > 0;
  }

  /** Answers the key exchange that was stalled. */
  exchangeKeys(): void {
    this.stallsKeyExchange = false;
    this.answerKeyExchange(this.stalled.shift()!);
  }

  close(): void {
    this.socket.destroy();
  }

  private parse(chunk: Buffer): void {
    try {
      this.protocol.parse(chunk, 0, chunk.length);
    } catch (error) {
      this.failure ??= error as Error;
      this.close();
    }
  }
}

function offerOf(options: RawOptions): object {
  const direction = {
    cipher: engineerAlgorithms.cipher,
    mac: engineerAlgorithms.hmac,
    compress: options.compress ?? ['none'],
    lang: [],
  };
  return new KexInit({
    kex: [...(options.kex ?? engineerAlgorithms.kex), 'ext-info-c', 'kex-strict-c-v00@openssh.com'],
    serverHostKey: options.serverHostKey ?? engineerAlgorithms.serverHostKey,
    cs: direction,
    sc: direction,
  });
}
