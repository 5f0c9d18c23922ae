import type { Duplex } from 'node:stream';
import type { Client, Connection } from 'ssh2';
import { batchedWrites } from './batched-writes.ts';
import { codeOfFailure, discardUntilClosed, disconnectCodes, disconnectMessage, disconnectText } from './disconnect.ts';
import { guardKeyExchanges } from './key-exchange-guard.ts';
import { messageNumbers, ruleOn } from './message-rules.ts';
import { oneLine } from '../common/printable.ts';
import { poolPadding } from './padding.ts';
import { announceSignatureAlgorithms } from './patches/extension-info.ts';
import { takeLargePackets } from './patches/packet-size.ts';
import { announcesTooManyResponses } from './patches/response-count.ts';
import { type Protocol, protocolOf, sendDuringKeyExchange, sendPacket } from './ssh2-internals.ts';
import { uint32 } from './wire.ts';

const unimplemented = 3;
const closedByPeer = 'the peer closed the connection';

/** Room for two lists of algorithms. */
const maxReasonLength = 1000;

/** What a parked packet costs in addition to its bytes. */
const packetOverhead = 64;

/**
 * Bytes of our answers that a peer may leave unread while it keeps asking. Above this, nothing more is read from it.
 */
const mostUnread = 8 * 1024 * 1024;

/** Bytes that a peer may have sent before it learned of a key exchange, at a time when we would not read otherwise. */
const maxOverrunBytes = 16 * 1024 * 1024;

export interface LegOptions {
  /** A key exchange that takes longer ends the connection. Default: one minute. */
  readonly keyExchangeMs?: number;
  /** We ask for new keys after this many bytes, both directions together. Default: 32 GiB, half of AES-GCM's limit. */
  readonly rekeyAfterBytes?: number;
  /** How long bytes in transit may take after `end()`. Default: 30 seconds. */
  readonly drainMs?: number;
}

/**
 * One authenticated SSH connection, below channels: whole payloads of the connection protocol (numbers 80 to 127) in
 * and out. ssh2 carries transport, key exchange and authentication underneath. Only this file, ssh2-internals.ts,
 * key-exchange-guard.ts, host-key-proofs.ts, padding.ts and patches/ touch the private members of its `Protocol`.
 */
export class Leg {
  private readonly protocol: Protocol;
  private listener?: (payload: Buffer) => void;
  private readonly early: Buffer[] = [];
  private drained: () => void = () => undefined;
  private readonly closeListeners: ((reason: string) => void)[] = [];
  private reason?: string;
  /** The reason with which the connection ends once the key exchange has finished. */
  private ending?: string;
  private dead = false;
  private closed = false;
  private isServed = false;
  private isHeld = false;
  private readonly batch: () => void;
  private reads = true;
  private parkedBytes = 0;
  private traffic = 0;
  private overrun = 0;
  private exchangeTimer?: NodeJS.Timeout;

  /** Hooks into a connection that has not exchanged keys yet. */
  constructor(
    private readonly connection: Client | Connection,
    private readonly socket: Duplex,
    private readonly options: LegOptions = {},
  ) {
    this.protocol = protocolOf(connection);
    this.batch = batchedWrites(socket);
    this.protocol.disconnect = (code) => this.sendDisconnect(code, disconnectText(code));
    guardKeyExchanges(this.protocol, (fault) => this.forbid(fault, disconnectCodes.keyExchangeFailed));
    this.interceptPayloads();
    this.interceptKeyExchanges();
    connection.on('error', (error: Error) => this.fail(error));
    socket.on('drain', () => {
      this.steer();
      this.drained();
    });
    // ssh2 ends the connection by itself, for example when the peer has sent DISCONNECT.
    socket.once('finish', () => this.destroy(closedByPeer));
    socket.on('close', () => this.finish());
  }

  /** False as soon as the connection begins to end. */
  get isOpen(): boolean {
    return !this.dead && this.ending === undefined;
  }

  /** Sends one payload; both parts are copied. */
  send(head: Uint8Array, body?: Uint8Array): void {
    if (!this.isOpen) return;
    this.batch();
    const length = head.length + (body?.length ?? 0);
    const { write } = this.protocol._packetRW;
    const start = write.allocStart;
    const packet = write.alloc(length);
    packet.set(head, start);
    if (body) packet.set(body, start + head.length);
    if (!sendPacket(this.protocol, write.finalize(packet))) this.parkedBytes += length + packetOverhead;
    this.count(length);
  }

  /**
   * Sets the listener for payloads, which are views of a buffer that is not used again. Until it is set, payloads wait
   * and nothing more is read.
   */
  onPacket(listener: (payload: Buffer) => void): void {
    this.listener = listener;
    const waiting = this.early.splice(0);
    if (waiting.length > 0) this.isHeld = false;
    for (const payload of waiting) if (!this.dead) listener(payload);
    this.steer();
  }

  /** Called when the backlog may have shrunk. */
  onDrain(listener: () => void): void {
    this.drained = listener;
  }

  /** Called once, when nothing more can be sent or received. */
  onClose(listener: (reason: string) => void): void {
    if (this.closed) queueMicrotask(() => listener(this.reason!));
    else this.closeListeners.push(listener);
  }

  /** Asks the peer for new keys. */
  rekey(): void {
    if (this.dead || this.protocol._kexinit !== undefined) return;
    this.exchangeBegins();
    this.protocol.rekey();
  }

  /** Bytes that were sent and have not left the process yet. */
  backlog(): number {
    if (this.dead || this.protocol._queue === undefined) this.parkedBytes = 0;
    return this.socket.writableLength + this.parkedBytes;
  }

  /** Stops reading. Packets of the current chunk still arrive, and so do those that a key exchange has to read. */
  pause(): void {
    this.isHeld = true;
    this.steer();
  }

  resume(): void {
    this.isHeld = false;
    this.steer();
  }

  /** True while nothing is read: after `pause()`, or because the peer does not read our answers. */
  get isPaused(): boolean {
    return !this.reads;
  }

  /** Ends the connection after everything sent so far. The peer shows `reason`. */
  end(reason = ''): void {
    if (!this.isOpen) return;
    // Parked packets would be lost, so the key exchange has to finish first; it has its own time limit.
    if (this.protocol._kexinit !== undefined) this.ending = reason;
    else this.leave(reason, disconnectCodes.byApplication, this.options.drainMs ?? 30_000);
  }

  /** Ends the connection immediately, as a protocol violation requires. The peer shows `reason`. */
  destroy(reason: string, code: number = disconnectCodes.protocolError): void {
    this.leave(reason, code, 1000);
  }

  private leave(reason: string, code: number, graceMs: number): void {
    if (this.dead) return;
    // Set first: the parser continues with the packets of the current chunk.
    this.dead = true;
    this.reason ??= oneLine(reason);
    this.sendDisconnect(code, oneLine(reason, maxReasonLength));
    this.socket.end();
    discardUntilClosed(this.socket, graceMs);
  }

  private sendDisconnect(code: number, description: string): void {
    sendDuringKeyExchange(this.protocol, disconnectMessage(description, code));
  }

  private interceptPayloads(): void {
    const original = this.protocol._onPayload;
    this.protocol._onPayload = (payload) => {
      if (this.dead) return undefined;
      const number = payload[0] ?? 0;
      if (number === messageNumbers.kexInit) this.exchangeBegins();
      const rule = this.ruleOn(number);
      if (rule === 'forbid') return this.forbid(new Error(`message ${number} came where it is not allowed`));
      if (rule === 'unimplemented') return this.rejectPacket();
      if (announcesTooManyResponses(payload))
        return this.forbid(new Error('a message announces more responses than it has'));
      if (number === messageNumbers.serviceRequest) this.isServed = true;
      if (number < messageNumbers.firstOfConnection) return original(payload);
      this.protocol._onPacket();
      this.count(payload.length);
      // Returns nothing, since ssh2 would take a value for a position in the chunk.
      this.deliver(payload);
      return undefined;
    };
  }

  private ruleOn(number: number): ReturnType<typeof ruleOn> {
    const { _server: isServer, _authenticated: isAuthenticated, _authsQueue: requests } = this.protocol;
    return ruleOn(number, { isServer, isAuthenticated, isServed: this.isServed, isLoggingIn: requests.length > 0 });
  }

  private forbid(fault: Error, code?: number): void {
    this.destroy(fault.message, code);
    // A caller that waits for the login learns the reason immediately.
    this.connection.emit('error', fault);
  }

  private rejectPacket(): void {
    const { inSeqno } = this.protocol._decipher;
    sendDuringKeyExchange(this.protocol, Buffer.concat([Buffer.from([unimplemented]), uint32((inSeqno - 1) >>> 0)]));
    this.steer();
  }

  private deliver(payload: Buffer): void {
    if (this.ending !== undefined) return;
    if (this.listener) {
      this.listener(payload);
    } else {
      this.early.push(payload);
      this.isHeld = true;
    }
    this.steer();
    if (this.exchangeTimer && this.shouldPause) this.countOverrun(payload.length);
  }

  private get shouldPause(): boolean {
    return this.isHeld || this.backlog() > mostUnread;
  }

  /** Starts or stops reading. Reads while a key exchange runs: otherwise neither it nor the backlog would end. */
  private steer(): void {
    const reads = this.exchangeTimer !== undefined || !this.shouldPause;
    if (this.dead || reads === this.reads) return;
    this.reads = reads;
    if (reads) this.socket.resume();
    else this.socket.pause();
  }

  private countOverrun(length: number): void {
    this.overrun += length + packetOverhead;
    if (this.overrun > maxOverrunBytes) this.destroy('too much data was sent during the key exchange');
  }

  private interceptKeyExchanges(): void {
    const original = this.protocol._onHandshakeComplete;
    this.protocol._onHandshakeComplete = (...negotiated) => {
      poolPadding(this.protocol._cipher);
      takeLargePackets(this.protocol);
      announceSignatureAlgorithms(this.protocol);
      original(...negotiated);
      clearTimeout(this.exchangeTimer);
      this.exchangeTimer = undefined;
      this.traffic = this.overrun = 0;
      if (this.ending !== undefined)
        return this.leave(this.ending, disconnectCodes.byApplication, this.options.drainMs ?? 30_000);
      this.steer();
      this.drained();
    };
  }

  private exchangeBegins(): void {
    const fail = () => this.destroy('the key exchange took too long', disconnectCodes.keyExchangeFailed);
    this.exchangeTimer ??= setTimeout(fail, this.options.keyExchangeMs ?? 60_000).unref();
    this.steer();
  }

  private count(length: number): void {
    this.traffic += length + packetOverhead;
    if (this.traffic > (this.options.rekeyAfterBytes ?? 2 ** 35)) this.rekey();
  }

  /**
   * ssh2 cannot continue. It has not told the peer about an error that its parser threw. All other errors have a level,
   * or the code of the peer's DISCONNECT.
   */
  private fail(error: Error & { readonly level?: string; readonly code?: string | number }): void {
    this.reason ??= oneLine(error.message);
    if (error.level !== undefined || typeof error.code === 'number') return;
    const code = codeOfFailure(error, this.protocol._kexinit !== undefined);
    this.destroy(disconnectText(code), code);
  }

  private finish(): void {
    this.dead = true;
    this.closed = true;
    clearTimeout(this.exchangeTimer);
    this.reason ??= closedByPeer;
    for (const listener of this.closeListeners) listener(this.reason);
  }
}
