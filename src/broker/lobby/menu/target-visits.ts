import { Injectable } from '@nestjs/common';
import type { ConnectionPermit, Target } from '../../../bastionhost/bastionhost.api.ts';
import type { StartProgram } from '../../local/program.ts';
import { ProgramServer } from '../../local/program-server.ts';
import { NoConnection } from '../../outbound/no-connection.ts';
import type { Peer } from '../../relay/peer.ts';
import type { SessionEntry } from '../../session/session-entry.ts';
import { SessionRegistry } from '../../session/session-registry.ts';
import { TerminalVisit, type BeginSession } from './terminal-visit.ts';
import { TypedVisit, type TypedLogon, type UnansweredAccount } from './typed-visit.ts';
import { visitAlone } from './visit-alone.ts';

/** Whose terminal it is. */
export type Visitor = Pick<SessionEntry, 'identity' | 'source'>;

const noKeys = Buffer.alloc(0);

/** Puts targets onto engineers' terminals, and asks there for what an account lacks. */
@Injectable()
export class TargetVisits {
  constructor(private readonly sessions: SessionRegistry) {}

  /** A session with that target, over a peer in the visitor's place. */
  beginning({ target, typed }: Partial<TypedLogon>, { identity, source }: Visitor): BeginSession {
    const ask = (permit: ConnectionPermit, requestId: string) => this.asking(permit, requestId, { identity, source });
    return (leg) => this.sessions.begin({ leg, source, identity: { ...identity, target }, typed, ask });
  }

  /** Connects a terminal to the target that the engineer named at login. */
  goTo(target: Target, visitor: Visitor): StartProgram {
    return visitAlone((terminal) => new TerminalVisit(terminal, noKeys, this.beginning({ target }, visitor)));
  }

  /** Stands in for a target whose account has no credential: it asks on the terminal, and is connected to it then. */
  asking(permit: ConnectionPermit, requestId: string, visitor: Visitor): Peer {
    const begin = (logon: TypedLogon) => this.beginning(logon, visitor);
    const { message } = new NoConnection('CredentialMissing');
    return new ProgramServer({
      noTerminal: `sallyport: ${message} (request ${requestId})`,
      shell: visitAlone((terminal) => new TypedVisit(terminal, noKeys, unanswered(permit), begin)),
    });
  }
}

function unanswered({ hostId, hostName, hostAccountId, hostAccountName, credential }: ConnectionPermit) {
  const accountName = credential.kind === 'self' ? 'self' : hostAccountName || 'empty';
  return { hostId, hostName, hostAccountId, accountName } satisfies UnansweredAccount;
}
