import { once } from 'node:events';
import type { ConnectableAccount, Target } from '../../../bastionhost/bastionhost.api.ts';
import { LineInput } from '../../local/line-input.ts';
import type { Terminal } from '../../local/program.ts';
import { escapeInvisible } from '../../../common/typable-name.ts';
import { TypedCredential } from '../../outbound/typed-credential.ts';
import type { Visit } from './menu.ts';
import { TerminalVisit, type BeginSession } from './terminal-visit.ts';

/** What is asked about. */
export type UnansweredAccount = Pick<ConnectableAccount, 'hostId' | 'hostName' | 'hostAccountId' | 'accountName'>;

/** What the engineer typed, and where that leads. */
export interface TypedLogon {
  readonly target: Target;
  readonly typed: TypedCredential;
}

/** Asks on the terminal for what an account lacks, then puts the target onto it. Nothing typed is kept. */
export class TypedVisit implements Visit {
  readonly ended: Promise<string>;
  private visit?: TerminalVisit;
  private lines?: LineInput;

  constructor(
    private readonly terminal: Terminal,
    typedAhead: Buffer,
    account: UnansweredAccount,
    begin: (logon: TypedLogon) => BeginSession,
  ) {
    this.ended = this.run(typedAhead, account, begin);
  }

  get exitStatus(): number | undefined {
    return this.visit?.exitStatus;
  }

  resized(): void {
    this.visit?.resized();
  }

  stopAsking(): void {
    this.lines?.end();
  }

  private async run(
    typedAhead: Buffer,
    account: UnansweredAccount,
    begin: (logon: TypedLogon) => BeginSession,
  ): Promise<string> {
    const logon = await this.ask(typedAhead, account);
    if (!logon) return 'given up';
    this.visit = new TerminalVisit(this.terminal, Buffer.alloc(0), begin(logon));
    return this.visit.ended;
  }

  private async ask(typedAhead: Buffer, account: UnansweredAccount): Promise<TypedLogon | undefined> {
    const lent = this.terminal.lend();
    const lines = (this.lines = new LineInput({ write: (text) => void lent.write(text.replaceAll('\n', '\r\n')) }));
    lent.on('data', (keys: Buffer) => lines.input(keys));
    lent.on('error', () => undefined);
    for (const over of ['end', 'close']) lent.on(over, () => lines.end());
    lines.input(typedAhead);
    const logon = await questions(lines, account);
    // The terminal is lent to one at a time.
    if (!lent.closed) {
      lent.destroy();
      await once(lent, 'close');
    }
    return logon;
  }
}

async function questions(
  lines: Pick<LineInput, 'ask' | 'askHidden'>,
  { hostId, hostName, hostAccountId, accountName }: UnansweredAccount,
): Promise<TypedLogon | undefined> {
  const isUnnamed = hostAccountId === undefined && accountName === 'empty';
  const name = isUnnamed ? await lines.ask(`Account on ${escapeInvisible(hostName)}: `) : accountName;
  if (!name) return undefined;
  const whose = hostAccountId === undefined && name === 'self' ? 'Your' : `${escapeInvisible(`${name}@${hostName}`)}'s`;
  const password = await lines.askHidden(`${whose} password: `);
  if (!password || password.reveal() === '') return undefined;
  const typed = new TypedCredential(password);
  if (hostAccountId !== undefined) return { target: { kind: 'account', hostAccountId }, typed };
  const target: Target = name === 'self' ? { kind: 'self', hostId } : { kind: 'empty', hostId, accountName: name };
  return { target, typed };
}
