import type { Socket } from 'node:net';
import type { Client, Connection } from 'ssh2';
import { codeOfFailure, disconnectCodes, disconnectMessage, disconnectText } from './disconnect.ts';
import { guardKeyExchanges } from './key-exchange-guard.ts';
import { messageNumbers, ruleOn } from './message-rules.ts';
import { oneLine } from './one-line.ts';
import { poolPadding } from './padding.ts';
import { announceSignatureAlgorithms } from './patches/extension-info.ts';
import { takeLargePackets } from './patches/packet-size.ts';
import { type Protocol, protocolOf, sendAtOnce, sendPacket } from './ssh2-internals.ts';
import { uint32 } from './wire.ts';

const unimplemented = 3;

/** Room for two lists of algorithms. */
const maxReasonLength = 1000;

/** What a parked packet costs beside its bytes. */
const packetOverhead = 64;

/** What a peer that goes on asking may leave unread of our answers; above, nothing more is read from it. */
const mostUnread = 8 * 1024 * 1024;

/** What a peer may have sent, while we would rather not read, before it learned that keys are exchanged. */
const mostOnTheWay = 16 * 1024 * 1024;

export interface LegOptions {
  /** A key exchange that takes longer ends the connection. Default: a minute. */
  readonly keyExchangeMs?: number;
  /** After so many bytes in either direction we ask for new keys. Default: 32 GiB, half of what AES-GCM may carry. */
  readonly rekeyAfterBytes?: number;
  /** How long bytes that are on their way may take after `end()`. Default: 30 seconds. */
  readonly drainMs?: number;
}

/**
 * One authenticated SSH connection, below channels: whole payloads of the connection protocol (numbers 80 to 127) in and out.
 * ssh2 carries transport, key exchange and authentication underneath; with key-exchange-guard.ts, host-key-proofs.ts, padding.ts and
 * patches/ this is the only place that touches its private members.
 */
export class Leg {
  private readonly protocol: Protocol;
  private listener?: (payload: Buffer) => void;
  private readonly early: Buffer[] = [];
  private drained: () => void = () => undefined;
  private readonly closeListeners: ((reason: string) => void)[] = [];
  private reason?: string;
  /** Why the connection ends as soon as the key exchange has finished. */
  private ending?: string;
  private dead = false;
  private closed = false;
  private isServed = false;
  private isHeld = false;
  private isBatching = false;
  private reads = true;
  private parkedBytes = 0;
  private traffic = 0;
  private overrun = 0;
  private exchangeTimer?: NodeJS.Timeout;

  /** Hooks into a connection that has not exchanged keys yet. */
  constructor(
    private readonly connection: Client | Connection,
    private readonly socket: Socket,
    private readonly options: LegOptions = {},
  ) {
    this.protocol = protocolOf(connection);
    this.protocol.disconnect = (code) => this.sendDisconnect(code, disconnectText(code));
    guardKeyExchanges(this.protocol, (fault) => this.forbid(fault, disconnectCodes.keyExchangeFailed));
    this.interceptPayloads();
    this.interceptKeyExchanges();
    connection.on('error', (error: Error) => this.fail(error));
    socket.on('drain', () => {
      this.steer();
      this.drained();
    });
    socket.on('close', () => this.finish());
  }

  /** False from the first step of its end. */
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

  /** What is sent in one turn of the loop leaves with one system call, at the end of that turn. */
  private batch(): void {
    if (this.isBatching) return;
    this.isBatching = true;
    this.socket.cork();
    process.nextTick(() => {
      this.isBatching = false;
      this.socket.uncork();
    });
  }

  /** Who gets the payloads, which are views of a buffer that is not used again. Until then they wait and nothing more is read. */
  onPacket(listener: (payload: Buffer) => void): void {
    this.listener = listener;
    const waiting = this.early.splice(0);
    if (waiting.length > 0) this.isHeld = false;
    for (const payload of waiting) if (!this.dead) listener(payload);
    this.steer();
  }

  /** Called when the backlog may have become smaller. */
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

  /** Bytes that were sent here and have not left the process. */
  backlog(): number {
    if (this.protocol._queue === undefined) this.parkedBytes = 0;
    return this.socket.writableLength + this.parkedBytes;
  }

  /** Stops reading; packets of the chunk in hand still come, and those that an exchange of keys has to read. */
  pause(): void {
    this.isHeld = true;
    this.steer();
  }

  resume(): void {
    this.isHeld = false;
    this.steer();
  }

  /** Nothing is read: it is paused, or the peer does not read our answers. */
  get isPaused(): boolean {
    return !this.reads;
  }

  /** Ends the connection after what has been sent; `reason` is shown by the peer. */
  end(reason = ''): void {
    if (!this.isOpen) return;
    // What is parked now would be lost: first the key exchange has to finish, which has a time limit of its own.
    if (this.protocol._kexinit !== undefined) this.ending = reason;
    else this.leave(reason, disconnectCodes.byApplication, this.options.drainMs ?? 30_000);
  }

  /** Ends the connection at once, as it must after a violation of the protocol; `reason` is shown by the peer. */
  destroy(reason: string, code: number = disconnectCodes.protocolError): void {
    this.leave(reason, code, 1000);
  }

  private leave(reason: string, code: number, graceMs: number): void {
    if (this.dead) return;
    // First of all: the parser goes on with the packets of the chunk in hand.
    this.dead = true;
    this.reason ??= oneLine(reason);
    this.sendDisconnect(code, oneLine(reason, maxReasonLength));
    this.socket.end();
    // Reads on, and drops what it reads, to see the peer's end.
    this.socket.resume();
    setTimeout(() => this.socket.destroy(), graceMs).unref();
  }

  private sendDisconnect(code: number, description: string): void {
    sendAtOnce(this.protocol, disconnectMessage(description, code));
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
      if (number === messageNumbers.serviceRequest) this.isServed = true;
      if (number < messageNumbers.firstOfConnection) return original(payload);
      this.protocol._onPacket();
      this.count(payload.length);
      // Whatever a listener returns, ssh2 would take for a position in the chunk.
      this.deliver(payload);
      return undefined;
    };
  }

  private ruleOn(number: number): ReturnType<typeof ruleOn> {
    const { _server: isServer, _authenticated: isAuthenticated, _authsQueue: asked } = this.protocol;
    return ruleOn(number, { isServer, isAuthenticated, isServed: this.isServed, hasAsked: asked.length > 0 });
  }

  private forbid(fault: Error, code?: number): void {
    this.destroy(fault.message, code);
    // Whoever waits for the login is told at once, and why.
    this.connection.emit('error', fault);
  }

  private rejectPacket(): void {
    const { inSeqno } = this.protocol._decipher;
    sendAtOnce(this.protocol, Buffer.concat([Buffer.from([unimplemented]), uint32((inSeqno - 1) >>> 0)]));
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

  /** Reads or not. An exchange of keys ends only by reading, and the backlog with it: so it reads on for as long. */
  private steer(): void {
    const reads = this.exchangeTimer !== undefined || !this.shouldPause;
    if (this.dead || reads === this.reads) return;
    this.reads = reads;
    if (reads) this.socket.resume();
    else this.socket.pause();
  }

  private countOverrun(length: number): void {
    this.overrun += length + packetOverhead;
    if (this.overrun > mostOnTheWay) this.destroy('too much is sent while keys are exchanged');
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
    const fail = () => this.destroy('the key exchange takes too long', disconnectCodes.keyExchangeFailed);
    this.exchangeTimer ??= setTimeout(fail, this.options.keyExchangeMs ?? 60_000).unref();
    this.steer();
  }

  private count(length: number): void {
    this.traffic += length + packetOverhead;
    if (this.traffic > (this.options.rekeyAfterBytes ?? 2 ** 35)) this.rekey();
  }

  /** ssh2 cannot go on. Of what its parser throws, it has not told the peer; the rest has a level, or the code of the peer's DISCONNECT. */
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
    this.reason ??= 'the peer closed the connection';
    for (const listener of this.closeListeners) listener(this.reason);
  }
}
