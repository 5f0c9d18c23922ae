import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { AuthenticatedUser, ConnectableAccount } from '../../../bastionhost/bastionhost.api.ts';
import { ConnectableAccounts } from '../../../bastionhost/connectable-accounts.api.ts';
import { Clock } from '../../../common/clock.ts';
import { PeriodicTask } from '../../../common/periodic-task.ts';
import { Events } from '../../../events/events.api.ts';
import type { Terminal } from '../../local/program.ts';
import { runOnLent } from '../../local/run-on-lent.ts';
import { Errands } from '../errands/errands.ts';
import { Menu, type Visit } from './menu.ts';
import { TargetVisits, type Visitor } from './target-visits.ts';
import { TerminalVisit } from './terminal-visit.ts';
import { TypedVisit } from './typed-visit.ts';

/** Events that come one after the other lead to one look at each list. */
const tickMs = 250;
/** How old what is shown may become without an event: those get lost when a process is cut off from the database. */
const routineMs = 30_000;
/** As the vendor's bastion has it, which knows no setting for it. */
const idleMs = 600_000;

interface Shown {
  readonly user: AuthenticatedUser;
  /** When its page is to be read again, by the Clock. */
  dueAt: number;
}

/** What a change in an instance may concern. */
interface Change {
  readonly instanceId: string;
  readonly userId?: string;
}

/** The menus of this process: what changes is shown within a second, and who does nothing for ten minutes leaves. */
@Injectable()
export class OpenMenus implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly menus = new Map<Menu, Shown>();
  private readonly task = new PeriodicTask({
    everyMs: tickMs,
    run: () => this.look(),
    logger: new Logger('broker'),
    failure: 'menus could not be refreshed',
  });

  constructor(
    private readonly accounts: ConnectableAccounts,
    private readonly visits: TargetVisits,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly errands: Errands,
  ) {}

  onApplicationBootstrap(): void {
    this.events.subscribe('AccessWithdrawn', (event) => this.onChange(event));
    this.events.subscribe('AccessChanged', (event) => this.onChange(event));
    this.task.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.task.stop();
  }

  /** Opens a menu on the terminal; `onLeft` is called when it is over. */
  open(terminal: Terminal, at: Visitor, onLeft: (menu: Menu) => void): Menu {
    const { user } = at.identity;
    const menu: Menu = new Menu(terminal, {
      now: () => this.clock.now(),
      list: (filter) => this.accounts.list(user, filter),
      visit: (account, typedAhead) => this.visit(terminal, typedAhead, account, at),
      changePassword: (typedAhead) => this.changePassword(terminal, typedAhead, at),
      left: () => {
        this.menus.delete(menu);
        onLeft(menu);
      },
    });
    this.menus.set(menu, { user, dueAt: this.clock.now().getTime() + routineMs });
    return menu;
  }

  private visit(terminal: Terminal, typedAhead: Buffer, account: ConnectableAccount, at: Visitor): Visit {
    const { hostAccountId, credentialKind } = account;
    if (credentialKind === 'Typed' || hostAccountId === undefined)
      return new TypedVisit(terminal, typedAhead, account, (logon) => this.visits.beginning(logon, at));
    return new TerminalVisit(
      terminal,
      typedAhead,
      this.visits.beginning({ target: { kind: 'account', hostAccountId } }, at),
    );
  }

  private changePassword(terminal: Terminal, typedAhead: Buffer, { identity, source }: Visitor): Visit {
    let said = 'Your password is not changed.';
    const errander = { user: identity.user, source };
    const program = this.errands.program('ChangePassword', errander, ({ text }) => (said = text));
    const { ended, endInput } = runOnLent(terminal, typedAhead, program);
    return { ended: ended.then(() => said), resized: () => undefined, stopAsking: endInput };
  }

  private onChange({ instanceId, userId }: Change): void {
    for (const shown of this.menus.values())
      if (shown.user.instanceId === instanceId && (userId ?? shown.user.userId) === shown.user.userId)
        shown.dueAt = -Infinity;
  }

  private async look(): Promise<void> {
    const now = this.clock.now().getTime();
    for (const menu of this.menus.keys())
      if (menu.idleSince && now - menu.idleSince.getTime() >= idleMs) menu.close('nothing was typed for 10 minutes');
    const due = [...this.menus].filter(([menu, { dueAt }]) => dueAt <= now || menu.isBehind);
    // Set before the lists are read, so that a change that comes meanwhile makes them due again.
    for (const [, shown] of due) shown.dueAt = now + routineMs;
    await Promise.all(due.map(([menu]) => menu.refresh()));
  }
}
