import type { ConnectableAccount } from '../../../bastionhost/bastionhost.api.ts';
import { type Key, Keyboard } from '../../local/keyboard.ts';
import type { Program, Terminal } from '../../local/program.ts';
import { escapeInvisible } from '../../../common/typable-name.ts';
import { type Face, faceFor } from './face.ts';
import type { Wish } from './menu-commands.ts';
import { cannotBeRead, MenuList, type ReadList } from './menu-list.ts';
import { newMenu, selectedAccount } from './menu-state.ts';
import { pageSizeFor } from './menu-view.ts';

/** How long an escape may wait for the rest of its sequence, in milliseconds: as in Node's readline. */
const escapeMs = 500;

/** What is on the terminal of a menu in its place: a session, or questions. */
export interface Visit {
  /** Resolves when the terminal is free again, with a line that says how the session ended; never rejects. */
  readonly ended: Promise<string>;
  /** What the target's shell ended with; undefined: nothing was told. */
  readonly exitStatus?: number | undefined;
  resized(): void;
  /** Gives up what the engineer is being asked; a session goes on. */
  stopAsking?(): void;
}

/** What a menu has done for it. */
export interface MenuParts {
  now(): Date;
  readonly list: ReadList;
  /** `typedAhead` is for the account already. */
  visit(account: ConnectableAccount, typedAhead: Buffer): Visit;
  /** `typedAhead` is for it already. */
  changePassword(typedAhead: Buffer): Visit;
  /** The menu is over. */
  left(): void;
}

/**
 * The list of what an engineer can connect to, on their terminal. It keeps no more of it than a page. Keys are read
 * while the list is shown: what is typed after a choice is for what was chosen.
 */
export class Menu implements Program {
  private readonly keyboard = new Keyboard();
  private readonly face: Face;
  private readonly list: MenuList;
  private phase: 'list' | 'away' | 'over' = 'list';
  private usedAt: Date;
  private visiting?: Visit;
  /** A row is chosen whose page is still being read. */
  private isChosen = false;
  private isInputOver = false;
  private closing?: string;
  private escapeTimer?: NodeJS.Timeout;

  constructor(
    private readonly terminal: Terminal,
    private readonly parts: MenuParts,
  ) {
    this.face = faceFor(terminal);
    this.list = new MenuList(newMenu(pageSizeFor(terminal.size())), parts.list, () => this.proceed());
    this.usedAt = parts.now();
    void this.list.refresh();
  }

  /** Since when it has waited for the engineer; undefined while it does not. */
  get idleSince(): Date | undefined {
    return this.phase === 'list' ? this.usedAt : undefined;
  }

  /** The list could not be read when it had to be. */
  get isBehind(): boolean {
    return this.list.isBehind;
  }

  input(keys: Buffer): void {
    this.usedAt = this.parts.now();
    this.keyboard.push(keys);
    this.proceed();
  }

  resized(): void {
    this.visiting?.resized();
    this.list.state = { ...this.list.state, pageSize: pageSizeFor(this.terminal.size()) };
    this.face.forget();
    this.proceed();
  }

  drained(): void {
    this.proceed();
  }

  inputEnded(): void {
    this.isInputOver = true;
    this.proceed();
  }

  hungUp(): void {
    this.finish();
  }

  /** Shows what has changed about the page; resolves when it is shown. */
  async refresh(): Promise<void> {
    if (this.phase === 'list') await this.list.refresh();
  }

  /** Closes the menu, now or after the session that is on the terminal; `reason` is for the engineer. */
  close(reason: string): void {
    this.closing ??= `sallyport: ${reason}`;
    if (this.phase !== 'away') return this.leave(255, this.closing);
    this.visiting?.stopAsking?.();
  }

  /** Reads the keys that are there, and shows what has changed. */
  private proceed(): void {
    while (this.isListening && this.proceedByOne());
    this.awaitEscape();
    if (this.isListening && this.isInputOver) return this.leave(0);
    if (this.phase !== 'list') return;
    void this.list.turn();
    // Changes come whether or not the client reads: it gets the last one.
    if (!this.terminal.isBehind()) this.face.show(this.list.state);
  }

  /** A key is for the list that its predecessors have asked for: it waits for that, but not within a search. */
  private get isListening(): boolean {
    const { isUpToDate, isBehind, state } = this.list;
    return this.phase === 'list' && (isUpToDate || isBehind || state.entry?.kind === 'search');
  }

  /** False: nothing is left to do. */
  private proceedByOne(): boolean {
    if (this.isChosen) {
      this.choose();
      return true;
    }
    const key = this.keyboard.next();
    if (key !== undefined) this.press(key);
    return key !== undefined;
  }

  private press(key: Key): void {
    const { state, wish } = this.face.press(this.list.state, key);
    this.list.state = state;
    if (wish) this.fulfil(wish);
  }

  private fulfil(wish: Wish): void {
    switch (wish) {
      case 'connect':
        return this.choose();
      case 'reload':
        this.face.forget();
        return void this.list.refresh();
      case 'change-password':
        return void this.goAway(() => this.stay(this.parts.changePassword(this.keyboard.take())));
      case 'quit':
        return this.leave(0);
    }
  }

  private choose(): void {
    this.isChosen = !this.isListening;
    if (this.isChosen) return;
    const account = selectedAccount(this.list.state);
    if (account) return void this.goAway(() => this.visit(account));
    // What is typed ahead is for an account that is not there.
    this.keyboard.take();
    this.list.notice(this.list.isBehind ? cannotBeRead : 'No row is selected.');
  }

  private async visit(account: ConnectableAccount): Promise<string> {
    const name = escapeInvisible(`${account.accountName}@${account.hostName}`);
    this.terminal.write(`Connecting to ${name}\n`);
    return `${name}: ${await this.stay(this.parts.visit(account, this.keyboard.take()))}`;
  }

  private stay(visit: Visit): Promise<string> {
    this.visiting = visit;
    return visit.ended;
  }

  /** Leaves the terminal to someone else, until `stay` resolves with a line for the engineer. */
  private async goAway(stay: () => Promise<string>): Promise<void> {
    this.phase = 'away';
    this.face.leave();
    const notice = await stay();
    this.visiting = undefined;
    if (this.phase !== 'away') return;
    this.face.comeBack();
    this.phase = 'list';
    this.usedAt = this.parts.now();
    if (this.closing !== undefined) return this.leave(255, this.closing);
    this.list.notice(notice);
    await this.list.refresh();
  }

  private awaitEscape(): void {
    clearTimeout(this.escapeTimer);
    if (this.isListening && this.keyboard.endsWithEscape)
      this.escapeTimer = setTimeout(() => this.pressEscape(), escapeMs);
  }

  private pressEscape(): void {
    this.press(this.keyboard.take().toString());
    this.proceed();
  }

  private leave(status: number, text?: string): void {
    if (this.phase === 'over') return;
    this.face.leave();
    if (text !== undefined) this.terminal.write(`${text}\n`);
    this.finish();
    this.terminal.exit(status);
  }

  private finish(): void {
    if (this.phase === 'over') return;
    this.phase = 'over';
    clearTimeout(this.escapeTimer);
    this.parts.left();
  }
}
