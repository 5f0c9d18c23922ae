import { Injectable } from '@nestjs/common';
import type { Login } from '../../ssh/listener.ts';
import { BrokerTrail } from '../broker-trail.ts';
import type { Engineer } from '../engineer.ts';
import { AccessWatch } from '../session/access-watch.ts';
import { SessionRegistry } from '../session/session-registry.ts';
import { LobbyDoors } from './lobby-doors.ts';
import { Lobby } from './lobby.ts';

const stopping = 'the service is stopping';

/** Where engineers go when they have logged in: to the target that they named, or to a lobby. */
@Injectable()
export class Reception {
  private readonly lobbies = new Set<Lobby>();

  constructor(
    private readonly sessions: SessionRegistry,
    private readonly trail: BrokerTrail,
    private readonly access: AccessWatch,
    private readonly doors: LobbyDoors,
  ) {}

  welcome(login: Login<Engineer>): void {
    const { user, target, errands } = login.identity;
    if (user.refusal || (target && errands.length === 0)) return this.beginSession(login);
    const lobby = new Lobby(this.trail, this.access, this.doors, login);
    this.lobbies.add(lobby);
    void lobby.run().finally(() => this.lobbies.delete(lobby));
  }

  private beginSession(login: Login<Engineer>): void {
    void this.sessions.begin({
      ...login,
      ask: (permit, requestId) => this.doors.visits.asking(permit, requestId, login),
    });
  }

  /** Closes menus that nobody has left for a session; sessions that were begun in lobbies go on. */
  close(): void {
    for (const lobby of this.lobbies) lobby.closeMenus(stopping);
  }

  /** Ends all that is left. */
  end(): void {
    for (const lobby of this.lobbies) lobby.end(stopping);
  }
}
