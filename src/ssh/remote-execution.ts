import type { Redacted } from '../common/redacted.ts';
import { BoundedOutput } from './bounded-output.ts';
import { Credit, fullWindow } from './credit.ts';
import type { Leg } from './leg.ts';
import { assertMaxPacket, type ChannelMessage, encode, maxPacket, ProtocolViolation } from './messages.ts';
import { execFields, silentTerminalFields } from './request-fields.ts';
import { oneLine } from '../common/printable.ts';
import { TargetError } from './target-error.ts';
import { WireReader } from './wire.ts';

export interface RemoteCommand {
  readonly command: string;
  /** Written to the command's input, which is then closed. Default: empty. */
  readonly stdin?: Redacted<Buffer>;
  /**
   * More input, each part of which the command gets only when it asks for it, in this order. The output in the result
   * is what comes after the last sign that the command has shown.
   */
  readonly onAsking?: readonly InputOnAsking[];
  /**
   * Gives the command a terminal and types what this returns for what the command has shown since the last answer. The
   * input is then not closed, and there is no standard error.
   */
  readonly type?: (shown: string) => Redacted<string> | undefined;
  /** From the request to the exit status. */
  readonly timeoutMs: number;
  /** For standard output and for standard error each; anything beyond is read and dropped. */
  readonly maxOutputBytes: number;
  readonly signal?: AbortSignal;
}

export interface InputOnAsking {
  /** What the command shows on its standard output when it asks. */
  readonly sign: string;
  /** Called once, when the sign is shown. A rejection closes the channel and becomes the result of the command. */
  readonly input: () => Promise<Redacted<Buffer>>;
}

export interface RemoteResult {
  /** Exactly one of `exitCode` and `exitSignal` is set. */
  readonly exitCode?: number;
  /** Without `SIG`, for example `TERM`. */
  readonly exitSignal?: string;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  /** Bytes of both streams that did not fit. */
  readonly droppedBytes: number;
}

/** In bytes; longer than any question. */
const maxShown = 4_096;

type Exit = Pick<RemoteResult, 'exitCode' | 'exitSignal'>;

/** One command in its own channel: messages in and out, bounded both ways, without timers. */
export class RemoteExecution {
  private stdout: BoundedOutput;
  private readonly stderr: BoundedOutput;
  private readonly output = new Credit();
  private readonly room = new Credit();
  private input: Buffer;
  private theirs = 0;
  private theirMaxPacket = 0;
  private phase: 'asked' | 'open' | 'running' | 'stopped' = 'asked';
  private ended = false;
  private answered = false;
  private shown = Buffer.alloc(0);
  private readonly askings: InputOnAsking[];
  private answering = Promise.resolve();
  /** How many answers are still to come. */
  private awaited: number;
  private exit?: Exit;

  /** `finished` is called once, with the exit or with what went wrong. */
  constructor(
    private readonly leg: Leg,
    number: number,
    private readonly command: RemoteCommand,
    private readonly finished: (result: RemoteResult | Error) => void,
  ) {
    this.stdout = new BoundedOutput(command.maxOutputBytes);
    this.stderr = new BoundedOutput(command.maxOutputBytes);
    this.input = command.stdin?.reveal() ?? Buffer.alloc(0);
    this.askings = [...(command.onAsking ?? [])];
    this.awaited = command.type ? Infinity : this.askings.length;
    this.output.window = this.output.given = fullWindow;
    leg.send(encode.open('session', number, fullWindow, maxPacket));
  }

  /** @throws ProtocolViolation */
  receive(message: ChannelMessage): void {
    const isAnswer = message.kind === 'open-confirmation' || message.kind === 'open-failure';
    if (isAnswer === this.answered) throw new ProtocolViolation(`${message.kind} out of turn`);
    this.answered = true;
    if (message.kind === 'open-confirmation') return this.start(message.sender, message.window, message.maxPacket);
    if (message.kind === 'open-failure') return this.finish(notRun('the server did not open a session'));
    if (message.kind === 'close') return this.stop(notRun('the command ended without a status'));
    if (this.phase !== 'stopped') this.dispatch(message);
  }

  /** Closes the channel and ignores what still arrives. A command that has reported its exit counts as finished. */
  stop(error: Error): void {
    if (this.phase === 'open' || this.phase === 'running') this.leg.send(encode.plain('close', this.theirs));
    this.finish(error);
  }

  private dispatch(message: ChannelMessage): void {
    switch (message.kind) {
      case 'success':
        this.phase = 'running';
        return this.write();
      case 'failure':
        return this.stop(notRun('the server does not run commands'));
      case 'data':
        return this.read(message.stream === 0, message.data);
      case 'window-adjust':
        this.room.adjusted(message.amount);
        return this.write();
      case 'request':
        return this.onRequest(message.name, message.wantReply, new WireReader(message.data));
    }
  }

  private start(theirs: number, window: number, packetSize: number): void {
    assertMaxPacket(packetSize);
    if (this.phase === 'stopped') return this.leg.send(encode.plain('close', theirs));
    this.theirs = theirs;
    this.theirMaxPacket = Math.min(packetSize, maxPacket);
    this.room.adjusted(window);
    this.phase = 'open';
    if (this.command.type) this.leg.send(encode.request(theirs), silentTerminalFields());
    this.leg.send(encode.request(theirs), execFields(this.command.command));
  }

  private write(): void {
    if (this.phase !== 'running' || this.ended) return;
    while (this.input.length > 0 && this.room.have > 0) {
      const chunk = this.input.subarray(0, Math.min(this.room.have, this.theirMaxPacket));
      this.leg.send(encode.data(this.theirs, 0, chunk.length), chunk);
      this.room.sent(chunk.length);
      this.input = this.input.subarray(chunk.length);
    }
    if (this.input.length > 0 || this.awaited > 0) return;
    this.ended = true;
    this.leg.send(encode.plain('eof', this.theirs));
  }

  private read(isOutput: boolean, data: Buffer): void {
    if (data.length > maxPacket) throw new ProtocolViolation('a data message that is too large');
    this.output.received(data.length);
    (isOutput ? this.stdout : this.stderr).add(data);
    const amount = this.output.grant();
    if (amount > 0) this.leg.send(encode.windowAdjust(this.theirs, amount));
    if (this.command.type) this.converse(data);
    else if (isOutput) this.listen(data);
  }

  private listen(data: Buffer): void {
    const [asking] = this.askings;
    if (!asking) return;
    const shown = Buffer.concat([this.shown, data]);
    const at = shown.indexOf(asking.sign);
    this.shown = at < 0 ? shown.subarray(-maxShown) : Buffer.alloc(0);
    if (at < 0) return;
    this.askings.shift();
    this.answering = Promise.all([asking.input(), this.answering]).then(
      ([more]) => this.give(more),
      (error: Error) => this.stop(error),
    );
    const rest = shown.subarray(at + asking.sign.length);
    this.stdout = new BoundedOutput(this.command.maxOutputBytes);
    this.stdout.add(rest);
    this.listen(rest);
  }

  private give(more: Redacted<Buffer>): void {
    this.awaited -= 1;
    this.input = Buffer.concat([this.input, more.reveal()]);
    this.write();
  }

  private converse(data: Buffer): void {
    this.shown = Buffer.concat([this.shown, data]).subarray(-maxShown);
    const typed = this.command.type?.(this.shown.toString());
    if (typed === undefined) return;
    this.shown = Buffer.alloc(0);
    this.input = Buffer.concat([this.input, Buffer.from(typed.reveal())]);
    this.write();
  }

  private onRequest(name: string, wantReply: boolean, fields: WireReader): void {
    if (name === 'exit-status') this.exit = { exitCode: fields.uint32() };
    if (name === 'exit-signal') this.exit = { exitSignal: oneLine(fields.text(), 32) };
    if (wantReply) this.leg.send(encode.plain('failure', this.theirs));
  }

  private finish(error: Error): void {
    if (this.phase === 'stopped') return;
    this.phase = 'stopped';
    if (!this.exit) return this.finished(error);
    const droppedBytes = this.stdout.dropped + this.stderr.dropped;
    this.finished({ ...this.exit, stdout: this.stdout.bytes(), stderr: this.stderr.bytes(), droppedBytes });
  }
}

function notRun(message: string): TargetError {
  return new TargetError('command', message);
}
