import { Credit, fullWindow } from '../../ssh/credit.ts';
import { ByteQueue } from '../relay/byte-queue.ts';
import type { ChannelStream } from './channel-stream.ts';
import type { Program } from './program.ts';

/** Bytes of keys that may be under way or wait for the program; a stream that is served has a full window. */
export const inputWindow = 32 * 1024;

/** Bytes of keys that a program gets at a time: more than anyone types, and little work. */
const keysAtOnce = 256;

/** The channel that the input is of. */
interface InputChannel {
  readonly isOpen: () => boolean;
  /** Whether the client has yet to take what was written. */
  readonly isBehind: () => boolean;
  /** Lets the client send so many bytes more. */
  readonly grant: (amount: number) => void;
}

/**
 * What a client sends into a channel: keys, the size of its terminal, the end. The program behind the channel gets it,
 * or a stream in its place.
 */
export class ChannelInput {
  private readonly credit = new Credit();
  private readonly keys = new ByteQueue();
  private program?: Program;
  /** What takes the keys instead of the program. */
  private stream?: ChannelStream;
  /** The program does not know the size yet. */
  private isResized = false;
  /** The program has had its part of this turn of the event loop: a flood must not keep others waiting. */
  private isResting = false;
  private eof: 'none' | 'received' | 'passed' = 'none';

  constructor(private readonly channel: InputChannel) {
    this.credit.window = this.credit.given = inputWindow;
  }

  get isTaken(): boolean {
    return this.program !== undefined || this.stream !== undefined;
  }

  receive(data: Buffer): void {
    this.credit.received(data.length);
    this.keys.append(0, data);
    this.pass();
  }

  end(): void {
    this.eof = 'received';
    this.pass();
  }

  resized(): void {
    this.isResized = true;
    this.pass();
  }

  /** The client takes some more of what is written to it. */
  proceed(wasBehind: boolean): void {
    this.stream?.taken();
    if (wasBehind && !this.channel.isBehind() && this.channel.isOpen()) this.program?.drained?.();
    this.pass();
  }

  run(program: Program): void {
    this.program = program;
    this.pass();
  }

  /** All is for the stream from now on. */
  serve(stream: ChannelStream): void {
    this.stream = stream;
    this.credit.window = fullWindow;
  }

  /** The program's terminal is lent: its keys are for the stream until it is `returned`. */
  lendTo(stream: ChannelStream): void {
    this.stream = stream;
    // Each stream is told for itself.
    if (this.eof === 'passed') this.eof = 'received';
    queueMicrotask(() => this.pass());
  }

  returned(): void {
    this.stream = undefined;
    this.pass();
  }

  hangUp(): void {
    this.stream?.destroy();
    this.program?.hungUp?.();
  }

  /** Passes on what can be, and lets the client send more. */
  pass(): void {
    this.passSize();
    this.passKeys();
    if (this.eof === 'none') this.grant();
    else this.passEnd();
  }

  private passSize(): void {
    if (!this.isResized || !this.isProgramReady) return;
    this.isResized = false;
    this.rest();
    this.program!.resized?.();
  }

  private passKeys(): void {
    while (this.isListening && this.keys.length > 0) this.take();
    this.credit.queued = this.keys.length;
  }

  private passEnd(): void {
    if (!this.isListening || this.keys.length > 0 || this.eof === 'passed') return;
    this.eof = 'passed';
    this.stream?.receiveEnd();
    this.program?.inputEnded?.();
  }

  private grant(): void {
    const amount = this.channel.isOpen() ? this.credit.grant() : 0;
    if (amount > 0) this.channel.grant(amount);
  }

  private take(): void {
    const { buffer, byteOffset, length } = this.keys.take(this.stream ? inputWindow : keysAtOnce).data;
    const keys = Buffer.from(buffer, byteOffset, length);
    if (this.stream) return this.stream.receive(keys);
    this.rest();
    this.program!.input(keys);
  }

  private rest(): void {
    this.isResting = true;
    setImmediate(() => {
      this.isResting = false;
      this.pass();
    });
  }

  /** A stream takes keys while its reader has room. */
  private get isListening(): boolean {
    return this.stream ? this.channel.isOpen() && !this.stream.isFull : this.isProgramReady;
  }

  /** A program is told something while the client takes what it answers, and while its terminal is lent. */
  private get isProgramReady(): boolean {
    if (!this.channel.isOpen() || !this.program || this.isResting) return false;
    return this.stream !== undefined || !this.channel.isBehind();
  }
}
