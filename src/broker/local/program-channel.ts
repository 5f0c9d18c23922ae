import { Credit } from '../../ssh/credit.ts';
import { type ChannelMessage, type ChannelOpen, type ChannelRequest, exitStatus } from '../../ssh/messages.ts';
import { WireReader } from '../../ssh/wire.ts';
import type { Emit } from '../relay/effects.ts';
import { Flow } from '../relay/flow.ts';
import type { Program, StartProgram, Terminal, TerminalSize } from './program.ts';

/** Bytes of keys that may be under way or wait for the program. */
export const inputWindow = 32 * 1024;

/**
 * A channel whose shell is a program of ours: the server's part of it, without any I/O. It accepts a terminal,
 * its size and the environment, which it ignores. Commands, subsystems and a shell without a terminal fail.
 */
export class ProgramChannel {
  private readonly output: Flow;
  private readonly input = new Credit();
  private keys: Buffer[] = [];
  private type = '';
  private size?: TerminalSize;
  private program?: Program;
  private eof: 'none' | 'received' | 'passed' = 'none';
  private state: 'open' | 'exited' | 'closed' = 'open';

  constructor(
    private readonly startProgram: StartProgram,
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
        this.keys.push(message.data);
        return this.feed();
      case 'window-adjust':
        this.output.adjust(message.amount);
        return this.feed();
      case 'eof':
        this.eof = 'received';
        return this.feed();
      case 'close':
        return this.onClose();
    }
  }

  /** The terminal is gone: nothing more is sent. */
  hangUp(): void {
    if (this.state === 'open') this.program?.hungUp?.();
    this.state = 'closed';
  }

  private onRequest(request: ChannelRequest): void {
    const isDone = this.carryOut(request);
    if (request.wantReply) this.emit({ to: 'user', kind: isDone ? 'success' : 'failure' });
    if (request.name === 'shell' && isDone) this.start();
  }

  private carryOut({ name, data }: ChannelRequest): boolean {
    switch (name) {
      case 'pty-req':
        return this.takeTerminal(new WireReader(data));
      case 'window-change':
        this.size = sizeFrom(new WireReader(data));
        this.program?.resized?.();
        return true;
      case 'env':
        return true;
      case 'shell':
        return this.size !== undefined && this.program === undefined;
      default:
        return false;
    }
  }

  /** The gate has checked the fields. */
  private takeTerminal(reader: WireReader): boolean {
    this.type = reader.text();
    this.size = sizeFrom(reader);
    return true;
  }

  private start(): void {
    this.program = this.startProgram(this.terminal());
    this.feed();
  }

  private terminal(): Terminal {
    return {
      type: this.type,
      size: () => this.size!,
      write: (text) => this.write(text),
      exit: (status) => this.exit(status),
    };
  }

  /** Gives the program its keys, packet by packet, while the client takes what it answers. */
  private feed(): void {
    while (this.isListening && this.keys.length > 0) this.program!.input(this.keys.shift()!);
    this.input.queued = this.keys.reduce((sum, { length }) => sum + length, 0);
    if (this.eof !== 'none') return this.endInput();
    const amount = this.state === 'open' ? this.input.grant() : 0;
    if (amount > 0) this.emit({ to: 'user', kind: 'window-adjust', amount });
  }

  private get isListening(): boolean {
    return this.program !== undefined && this.state === 'open' && this.output.waiting === 0;
  }

  private endInput(): void {
    if (!this.isListening || this.keys.length > 0 || this.eof === 'passed') return;
    this.eof = 'passed';
    this.program!.inputEnded?.();
  }

  private write(text: string): void {
    if (this.state === 'open') this.output.say(0, text.replaceAll('\n', '\r\n'));
  }

  private exit(status: number): void {
    if (this.state !== 'open') return;
    this.state = 'exited';
    this.emit({ to: 'user', kind: 'request', name: 'exit-status', ...exitStatus(status) });
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
