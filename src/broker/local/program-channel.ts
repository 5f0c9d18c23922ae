import type { ChannelMessage, ChannelOpen, ChannelRequest } from '../../ssh/messages.ts';
import { exitStatus, type TerminalSize } from '../../ssh/request-fields.ts';
import { WireReader } from '../../ssh/wire.ts';
import type { Emit } from '../relay/effects.ts';
import { Flow } from '../relay/flow.ts';
import { ChannelInput, inputWindow } from './channel-input.ts';
import { type ChannelLink, ChannelStream } from './channel-stream.ts';
import type { Doors, Serve } from './doors.ts';
import type { Terminal } from './program.ts';

/** Exit status of what has no door. */
const noDoor = 255;

/**
 * A channel behind which is a door of ours: the server's part of it, without any I/O. It accepts a terminal, its size
 * and the environment, which it ignores.
 */
export class ProgramChannel {
  private readonly output: Flow;
  private readonly input: ChannelInput;
  private type = '';
  private size?: TerminalSize;
  private state: 'open' | 'exited' | 'closed' = 'open';

  constructor(
    private readonly doors: Pick<Doors, 'shell' | 'sftp' | 'noTerminal'>,
    { window, maxPacket }: Pick<ChannelOpen, 'window' | 'maxPacket'>,
    private readonly emit: Emit,
  ) {
    this.output = new Flow('target', emit);
    this.input = new ChannelInput({
      isOpen: () => this.state === 'open',
      isBehind: () => this.isBehind,
      grant: (amount) => this.emit({ to: 'user', kind: 'window-adjust', amount }),
    });
    this.emit({ to: 'user', kind: 'open-confirmation', window: inputWindow });
    this.output.openReceiver(window, maxPacket);
  }

  receive(message: ChannelMessage): void {
    switch (message.kind) {
      case 'request':
        return this.onRequest(message);
      case 'data':
        return this.input.receive(message.data);
      case 'window-adjust':
        return this.sendMore(() => this.output.adjust(message.amount));
      case 'eof':
        return this.input.end();
      case 'close':
        return this.onClose();
    }
  }

  /** The client is gone: nothing more is sent. */
  hangUp(): void {
    const wasOpen = this.state === 'open';
    this.state = 'closed';
    if (wasOpen) this.input.hangUp();
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
    const stream = new ChannelStream(this.link({ ended: () => this.output.end(), closed: () => this.end(exit) }));
    this.input.serve(stream);
    serve(stream, (line) => this.complain(line));
    this.input.pass();
  }

  private sendMore(flush: () => void): void {
    const wasBehind = this.isBehind;
    flush();
    this.input.proceed(wasBehind);
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
        return () => this.input.resized();
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
    return this.input.isTaken || this.state !== 'open';
  }

  /** The gate has checked the fields. */
  private takeTerminal(reader: WireReader): () => void {
    this.type = reader.text();
    this.size = sizeFrom(reader);
    return () => undefined;
  }

  private start(): void {
    this.input.run(this.doors.shell(this.terminal()));
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
    const stream = new ChannelStream(this.link({ ended: () => undefined, closed: () => this.input.returned() }));
    // Whoever began something on it would never learn that there is nobody.
    if (this.state !== 'open') return stream.destroy();
    this.input.lendTo(stream);
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
      resumed: () => this.input.pass(),
    };
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
