import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { ChannelStream } from '../../../../src/broker/local/channel-stream.ts';
import type { Terminal } from '../../../../src/broker/local/program.ts';
import { ProgramServer } from '../../../../src/broker/local/program-server.ts';
import { TargetVisits } from '../../../../src/broker/lobby/menu/target-visits.ts';
import { TypedVisit } from '../../../../src/broker/lobby/menu/typed-visit.ts';
import type { ConnectionRequest } from '../../../../src/broker/outbound/target-connection.ts';
import { TargetCredentials } from '../../../../src/broker/outbound/target-credentials.ts';
import { Session } from '../../../../src/broker/session/session.ts';
import type { SessionEntry } from '../../../../src/broker/session/session-entry.ts';
import type { SessionParts } from '../../../../src/broker/session/session-parts.ts';
import { eventually } from '../../../support/eventually.ts';
import { alive } from '../../../support/memory-marks.ts';

// Types the password of an account on a terminal. Prints, as JSON, whether it is in memory while the session is open.

Logger.overrideLogger(false);
const permit = { hostAccountName: 'ops', credential: { kind: 'none' }, user: { userName: 'alice' } };
const started: string[] = [];
const credentials = new TargetCredentials(undefined as never);
const door = { shell: () => ({ input: () => void started.push('shell') }), noTerminal: '' };
const nothing = async () => undefined;
const parts = {
  connectMs: 60_000,
  targets: { permit: async () => permit },
  connections: {
    open: async ({ typed }: ConnectionRequest) => {
      const origin = { requestId: '', sourceAddress: '', accountId: '' };
      const { credential } = await credentials.fetch(permit as never, origin, typed);
      started.push(`password of ${credential.password!.reveal().length}`);
      return { leg: new ProgramServer(door) };
    },
  },
  rows: { open: nothing, connected: nothing, close: nothing },
  trail: { connect: nothing },
  access: { watch: () => () => undefined },
} as unknown as SessionParts;
const sessions: Session[] = [];
const registry = {
  begin: (entry: SessionEntry) => {
    const session = new Session(parts, entry, { open: () => undefined } as never);
    sessions.push(session);
    return session.run();
  },
};
const lent: ChannelStream[] = [];
const lend = () => {
  const link = { send: () => undefined, waiting: 0, resumed: () => undefined, ended: () => undefined };
  lent.push(new ChannelStream({ ...link, closed: () => undefined }));
  return lent.at(-1)!;
};
const terminal: Terminal = {
  type: 'xterm',
  size: () => ({ columns: 80, rows: 24 }),
  write: () => undefined,
  isBehind: () => false,
  lend,
  exit: () => undefined,
};
const visits = new TargetVisits(registry as never);
const visitor = { identity: { user: permit.user, errands: [] }, source: { address: '192.0.2.1' } } as never;
const [typed, held] = [0, 1].map(() => Buffer.from(randomBytes(16).toString('hex')));
const account = { hostId: '1', hostName: 'web', hostAccountId: '2', accountName: 'ops' };
const visit = new TypedVisit(terminal, Buffer.alloc(0), account, (logon) => visits.beginning(logon, visitor));
lent[0]!.receive(Buffer.concat([typed!, Buffer.from('\r')]));
await eventually('the session', () => started.length > 0 && lent.length > 1);
lent[1]!.receive(Buffer.from('k'));
await eventually('a key', () => started.length > 1);
const kept = held!.toString();
const [heldText, typedText] = await alive([held!, typed!]);
process.stdout.write(JSON.stringify({ heldText, typedText, started, kept: kept.length }));
sessions[0]!.end('the test is over');
await visit.ended;
process.exit();
