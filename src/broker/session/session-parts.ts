import { Injectable } from '@nestjs/common';
import { BrokerTrail } from '../broker-trail.ts';
import { TargetConnections } from '../outbound/target-connection.ts';
import { AccessWatch } from './access-watch.ts';
import { SessionRows } from './session-rows.ts';
import { SessionTargets } from './session-targets.ts';

/** The services that sessions work with; the same for all. */
@Injectable()
export class SessionParts {
  /** For everything between the login and the open session, whatever it waits for. */
  readonly connectMs = 60_000;

  constructor(
    readonly targets: SessionTargets,
    readonly connections: TargetConnections,
    readonly rows: SessionRows,
    readonly trail: BrokerTrail,
    readonly access: AccessWatch,
  ) {}
}
