import { Credit, fullWindow } from '../../ssh/credit.ts';
import type { ChannelMessage, ChannelOpen, ChannelRequest } from '../../ssh/messages.ts';
import { exitStatus, type TerminalSize } from '../../ssh/request-fields.ts';
import { WireReader } from '../../ssh/wire.ts';
import { ByteQueue } from '../relay/byte-queue.ts';
import type { Emit } from '../relay/effects.ts';
import { Flow } from '../relay/flow.ts';
import { type ChannelLink, ChannelStream } from './channel-stream.ts';
import type { Doors, Serve } from './doors.ts';
import type { Program, Terminal } from './program.ts';

/** Bytes of keys that may be under way or wait for the program; a stream has a full window. */
export const inputWindow = 32 * 1024;

/** Bytes of keys that a program gets at a time: more than anyone types, and little work. */
const keysAtOnce = 256;

/** Exit status of what has no door. */
const noDoor = 255;

/**
 * A channel behind which is a door of ours: the server's part of it, without any I/O. It accepts a terminal, its size
 * and the environment, which it ignores.
 */
export class ProgramChannel {
  private readonly output: Flow;
  private readonly input = new Credit();
  private readonly keys = new ByteQueue();
  private type = '';
  private size?: TerminalSize;
  /** The program does not know the size yet. */
  private isResized = false;
  private program?: Program;
  /** The program has had its part of this turn of the event loop: a flood must not keep others waiting. */
  private isResting = false;
  /** What takes the keys instead of the program. */
  private stream?: ChannelStream;
  private eof: 'none' | 'received' | 'passed' = 'none';
  private state: 'open' | 'exited' | 'closed' = 'open';

  constructor(
    private readonly doors: Pick<Doors, 'shell' | 'sftp' | 'noTerminal'>,
    { window, maxPacket }: Pick<ChannelOpen, 'window' | 'maxPacket'>,
    private readonly emit: Emit,
  ) {
    this.output = new Flow('target', emit);
    this.input.window = this.input.given = inputWindow;
    this.emit({ to: 'user', kind: 'open-confirmation', window: inputWindow });
    this.output.openReceiver(window, maxPacket);
  }

  receive(message: ChannelMessage): void {
    switch (message.kind) {
      case 'request':
        return this.onRequest(message);
      case 'data':
        this.input.received(message.data.length);
        this.keys.append(0, message.data);
        return this.feed();
      case 'window-adjust':
        return this.sendMore(() => this.output.adjust(message.amount));
      case 'eof':
        this.eof = 'received';
        return this.feed();
      case 'close':
        return this.onClose();
    }
  }

  /** The client is gone: nothing more is sent. */
  hangUp(): void {
    const wasOpen = this.state === 'open';
    this.state = 'closed';
    if (!wasOpen) return;
    this.stream?.destroy();
    this.program?.hungUp?.();
  }

  /** Sends nothing for now: the client's connection takes no more. */
  hold(): void {
    this.output.isHeld = true;
  }

  release(): void {
    this.sendMore(() => this.output.release());
  }

  /** Gives the channel's data to `serve`, up to their ends. */
  serve(serve: Serve, exit?: number): void {
    this.stream = new ChannelStream(this.link({ ended: () => this.output.end(), closed: () => this.end(exit) }));
    this.input.window = fullWindow;
    serve(this.stream, (line) => this.complain(line));
    this.feed();
  }

  private sendMore(flush: () => void): void {
    const wasBehind = this.isBehind;
    flush();
    this.stream?.taken();
    if (wasBehind && !this.isBehind && this.state === 'open') this.program?.drained?.();
    this.feed();
  }

  private get isBehind(): boolean {
    return this.output.waiting > 0;
  }

  private onRequest(request: ChannelRequest): void {
    const start = this.carryOut(request);
    if (request.wantReply) this.emit({ to: 'user', kind: start ? 'success' : 'failure' });
    start?.();
  }

  /** What happens once the request is granted; undefined: it is not. */
  private carryOut({ name, data }: ChannelRequest): (() => void) | undefined {
    const { sftp, noTerminal } = this.doors;
    switch (name) {
      case 'pty-req':
        return this.takeTerminal(new WireReader(data));
      case 'window-change':
        this.size = sizeFrom(new WireReader(data));
        return () => this.onResize();
      case 'env':
        return () => undefined;
      case 'shell':
        if (this.isStarted) return undefined;
        return this.size ? () => this.start() : () => this.explain(noTerminal);
      case 'exec':
        return this.isStarted ? undefined : () => this.explain(noTerminal);
      case 'subsystem':
        if (this.isStarted) return undefined;
        return sftp ? () => this.serve(sftp, 0) : () => this.explain(noTerminal);
      default:
        return undefined;
    }
  }

  private get isStarted(): boolean {
    return this.program !== undefined || this.stream !== undefined || this.state !== 'open';
  }

  /** The gate has checked the fields. */
  private takeTerminal(reader: WireReader): () => void {
    this.type = reader.text();
    this.size = sizeFrom(reader);
    return () => undefined;
  }

  private start(): void {
    this.program = this.doors.shell(this.terminal());
    this.feed();
  }

  private terminal(): Terminal {
    return {
      type: this.type,
      size: () => this.size!,
      write: (text) => this.write(text),
      isBehind: () => this.isBehind,
      lend: () => this.lend(),
      exit: (status) => this.end(status),
    };
  }

  private lend(): ChannelStream {
    const closed = () => {
      this.stream = undefined;
      this.feed();
    };
    const stream = new ChannelStream(this.link({ ended: () => undefined, closed }));
    // Whoever began something on it would never learn that there is nobody.
    if (this.state !== 'open') return stream.destroy();
    this.stream = stream;
    // Each stream is told for itself.
    if (this.eof === 'passed') this.eof = 'received';
    queueMicrotask(() => this.feed());
    return stream;
  }

  private link(ends: Pick<ChannelLink, 'ended' | 'closed'>): ChannelLink {
    const { output } = this;
    return {
      ...ends,
      send: (data: Buffer) => void (this.state === 'open' && output.say(0, data)),
      get waiting() {
        return output.waiting;
      },
      resumed: () => this.feed(),
    };
  }

  private onResize(): void {
    this.isResized = true;
    this.feed();
  }

  /** Gives keys to who takes them. */
  private feed(): void {
    if (this.isResized && this.isProgramReady) this.tellSize();
    while (this.isListening && this.keys.length > 0) this.take();
    this.input.queued = this.keys.length;
    if (this.eof !== 'none') return this.endInput();
    const amount = this.state === 'open' ? this.input.grant() : 0;
    if (amount > 0) this.emit({ to: 'user', kind: 'window-adjust', amount });
  }

  private take(): void {
    const { buffer, byteOffset, length } = this.keys.take(this.stream ? inputWindow : keysAtOnce).data;
    const keys = Buffer.from(buffer, byteOffset, length);
    if (this.stream) return this.stream.receive(keys);
    this.rest();
    this.program!.input(keys);
  }

  private tellSize(): void {
    this.isResized = false;
    this.rest();
    this.program!.resized?.();
  }

  private rest(): void {
    this.isResting = true;
    setImmediate(() => {
      this.isResting = false;
      this.feed();
    });
  }

  /** A stream takes keys while its reader has room. */
  private get isListening(): boolean {
    return this.stream ? this.state === 'open' && !this.stream.isFull : this.isProgramReady;
  }

  /** A program is told something while the client takes what it answers, and while its terminal is lent. */
  private get isProgramReady(): boolean {
    if (this.state !== 'open' || !this.program || this.isResting) return false;
    return this.stream !== undefined || !this.isBehind;
  }

  private endInput(): void {
    if (!this.isListening || this.keys.length > 0 || this.eof === 'passed') return;
    this.eof = 'passed';
    this.stream?.receiveEnd();
    this.program?.inputEnded?.();
  }

  private write(text: string): void {
    if (this.state === 'open') this.output.say(0, Buffer.from(text.replaceAll('\n', '\r\n')));
  }

  private explain(text: string): void {
    this.complain(text);
    this.end(noDoor);
  }

  private complain(line: string): void {
    if (this.state === 'open') this.output.say(1, Buffer.from(`${line}\n`));
  }

  private end(status?: number): void {
    if (this.state !== 'open') return;
    this.state = 'exited';
    if (status !== undefined) this.emit({ to: 'user', kind: 'request', name: 'exit-status', ...exitStatus(status) });
    this.output.end();
    this.output.close();
  }

  private onClose(): void {
    const isOurs = this.state === 'open';
    this.hangUp();
    if (isOurs) this.emit({ to: 'user', kind: 'close' });
  }
}

/** Columns and rows; the size in pixels that follows is not used. */
function sizeFrom(reader: WireReader): TerminalSize {
  return { columns: reader.uint32(), rows: reader.uint32() };
}
