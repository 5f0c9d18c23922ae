import { pipeline, Transform, type TransformCallback } from 'node:stream';
import { LocalClient } from '../../local/local-client.ts';
import type { Terminal } from '../../local/program.ts';
import type { Peer } from '../../relay/peer.ts';
import type { Visit } from './menu.ts';

const ctrlC = 0x03;

/** Begins a session over the client; resolves when it is over, with the reason where neither end has ended it. */
export type BeginSession = (client: Peer) => Promise<string | undefined>;

/** Puts a target onto an engineer's terminal, by a session like any other, and takes it away when that is over. */
export class TerminalVisit implements Visit {
  readonly ended: Promise<string>;
  private readonly client: LocalClient;
  private isGivenUp = false;

  constructor(
    private readonly terminal: Terminal,
    typedAhead: Buffer,
    begin: BeginSession,
  ) {
    const { type } = terminal;
    this.client = new LocalClient({ kind: 'shell', terminal: { type, size: terminal.size() } });
    this.ended = this.run(typedAhead, begin);
  }

  /** What the target's shell ended with; undefined: nothing was told. */
  get exitStatus(): number | undefined {
    return this.client.exitStatus;
  }

  resized(): void {
    this.client.resize(this.terminal.size());
  }

  private async run(typedAhead: Buffer, begin: BeginSession): Promise<string> {
    const returned = this.lendTerminal(typedAhead);
    const reason = await begin(this.client);
    await returned;
    if (this.isGivenUp) return 'given up';
    if (reason !== undefined) return reason;
    const { exitStatus, isRefused } = this.client;
    if (isRefused) return 'the server starts no shell';
    return exitStatus ? `the session has ended with status ${exitStatus}` : 'the session has ended';
  }

  private lendTerminal(typedAhead: Buffer): Promise<void> {
    const lent = this.terminal.lend();
    const keys = new Transform({ transform: (sent: Buffer, _encoding, done) => this.pass(sent, done) });
    keys.write(typedAhead);
    return new Promise((resolve) => {
      pipeline(lent, keys, this.client.stream, lent, () => {
        lent.destroy();
        resolve();
      });
    });
  }

  /** Nobody waits longer for a server than they want to. */
  private pass(sent: Buffer, done: TransformCallback): void {
    if (this.client.isStarted || !sent.includes(ctrlC)) return done(null, sent);
    this.isGivenUp = true;
    this.client.end();
    done();
  }
}
