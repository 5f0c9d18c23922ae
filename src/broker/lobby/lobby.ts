import { Logger } from '@nestjs/common';
import { newRequestId } from '../../common/identifiers.ts';
import type { Login } from '../../ssh/listener.ts';
import type { ChannelOpen } from '../../ssh/messages.ts';
import type { BrokerTrail } from '../broker-trail.ts';
import type { Engineer, Errand } from '../engineer.ts';
import type { Doors } from '../local/doors.ts';
import { ProgramServer } from '../local/program-server.ts';
import { inSequence } from '../local/in-sequence.ts';
import type { Program, StartProgram, Terminal } from '../local/program.ts';
import { NoConnection } from '../outbound/no-connection.ts';
import type { ConnectionOrigin } from '../outbound/target-credentials.ts';
import { lobbyGate } from '../policy/lobby-gate.ts';
import type { Gate } from '../relay/gate.ts';
import { Relay } from '../relay/relay.ts';
import type { Decision, Verdict } from '../relay/verdict.ts';
import type { AccessWatch } from '../session/access-watch.ts';
import type { LobbyDoors } from './lobby-doors.ts';
import type { Menu } from './menu/menu.ts';

/**
 * The connection of an engineer who has logged in and is not at a target: they named none, or have to do something
 * first. Behind each of its channels is a door of ours; a session that begins there is one like any other.
 */
export class Lobby {
  private readonly logger = new Logger('broker');
  private readonly relay: Relay;
  private readonly origin: ConnectionOrigin;
  private readonly menus = new Set<Menu>();
  private isOpen = false;
  /** What is left to do. */
  private errands: readonly Errand[];
  private ending?: string;

  constructor(
    private readonly trail: BrokerTrail,
    private readonly access: AccessWatch,
    private readonly behind: LobbyDoors,
    private readonly login: Login<Engineer>,
  ) {
    const { leg, hostKeys, source, identity } = login;
    const gate: Gate = { request: lobbyGate.request, open: (open) => this.decide(open) };
    this.errands = identity.errands;
    this.relay = new Relay({ user: leg, hostKeys, gate });
    this.origin = { requestId: newRequestId(), sourceAddress: source.address };
  }

  /** Resolves when the connection is over; never rejects. */
  async run(): Promise<void> {
    this.logger.log({ message: 'logged in', ...this.facts, method: this.login.method });
    try {
      await this.trail.loggedIn(this.login.identity.user, this.origin);
      this.isOpen = true;
      this.relay.attachTarget(new ProgramServer(this.doors));
    } catch (error) {
      const { message } = new NoConnection('ServiceUnavailable');
      this.logger.error({ message: 'not audited', ...this.facts, cause: String(error) });
      this.relay.refuse(`sallyport: ${message} (request ${this.origin.requestId})`);
    }
    const unwatch = this.access.watch(this.login.identity, (reason) => this.end(reason));
    const { by, reason } = await this.relay.ended;
    unwatch();
    this.logger.log({ message: 'lobby left', ...this.facts, by, reason });
  }

  /** `reason` is shown to the engineer, after the sessions that were begun from menus. */
  end(reason: string): void {
    this.ending ??= reason;
    this.closeMenus(reason);
    this.endIfEmpty();
  }

  /** Each menu ends as soon as no session is on its terminal. */
  closeMenus(reason: string): void {
    for (const menu of this.menus) menu.close(reason);
  }

  /** Connections onwards need a permit of their own; each other channel asks whether the user may still be here. */
  private decide(open: ChannelOpen): Verdict {
    const verdict = lobbyGate.open(open);
    if (open.type !== 'session' || verdict.verdict !== 'allow' || !this.isOpen) return verdict;
    return { verdict: 'ask', answer: () => this.decideAgain() };
  }

  private async decideAgain(): Promise<Decision> {
    const loss = await this.access.loss(this.login.identity);
    if (!loss) return { verdict: 'allow' };
    this.end(loss);
    return { verdict: 'deny', rule: 'access', text: `sallyport: ${loss}` };
  }

  /** While there are errands, the terminal is the only door. */
  private get doors(): Doors {
    const [isBusy, closed] = [() => this.errands.length > 0, () => this.closed];
    const sftp: Doors['sftp'] = (...channel) => void this.behind.files.serve(this.login, ...channel);
    return {
      shell: (terminal) => this.openShell(terminal),
      get noTerminal() {
        return closed();
      },
      get sftp() {
        return isBusy() ? undefined : sftp;
      },
      tcpip: async (dialled) => (isBusy() ? { refusal: closed() } : this.behind.jump.open(this.arrived, dialled)),
    };
  }

  /** The engineer as they are now. */
  private get arrived(): Login<Engineer> {
    return { ...this.login, identity: { ...this.login.identity, errands: this.errands } };
  }

  /** What who needs another door is told. */
  private get closed(): string {
    const { message } = new NoConnection(this.errands[0] ?? 'TargetNotNamed');
    return `sallyport: ${message} (request ${this.origin.requestId})`;
  }

  /** Errands first. */
  private openShell(terminal: Terminal): Program {
    const [first, ...others] = [...this.errands.map((errand) => this.programFor(errand)), this.goOn];
    return inSequence([first!, ...others])(terminal);
  }

  private programFor(errand: Errand): StartProgram {
    const { identity, source } = this.login;
    return this.behind.errands.program(errand, { user: identity.user, source }, ({ result }) => {
      if (result === 'OK') this.errands = this.errands.filter((other) => other !== errand);
    });
  }

  private readonly goOn: StartProgram = (terminal) => {
    const { target } = this.login.identity;
    return target ? this.behind.visits.goTo(target, this.login)(terminal) : this.openMenu(terminal);
  };

  private openMenu(terminal: Terminal): Menu {
    const menu = this.behind.menus.open(terminal, this.login, () => {
      this.menus.delete(menu);
      this.endIfEmpty();
    });
    this.menus.add(menu);
    return menu;
  }

  /** Later than the last words of a menu, which are under way. */
  private endIfEmpty(): void {
    if (this.ending === undefined || this.menus.size > 0) return;
    const text = `sallyport: ${this.ending}`;
    setImmediate(() => this.relay.end(text));
  }

  private get facts() {
    const { requestId: request, sourceAddress: source } = this.origin;
    return { request, user: this.login.identity.user.userName, source };
  }
}
