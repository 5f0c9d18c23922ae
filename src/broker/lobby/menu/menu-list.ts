import type { ConnectableAccount, ConnectableFilter } from '../../../bastionhost/bastionhost.api.ts';
import { isUpToDate, load, type MenuState, wanted } from './menu-state.ts';

export const cannotBeRead = 'The list cannot be read at the moment.';

/** @throws Outage */
export type ReadList = (filter: ConnectableFilter) => Promise<{
  readonly rows: readonly ConnectableAccount[];
  /** The number of matches on all pages. */
  readonly total: number;
}>;

/** The state of a menu with its page of the list, which is read until it is the one to be seen. */
export class MenuList {
  private isReading = false;
  private isStale = false;

  constructor(
    public state: MenuState,
    private readonly readList: ReadList,
    /** A page was read, or could not be. */
    private readonly isThere: () => void,
  ) {}

  /** What is selected is known. */
  get isUpToDate(): boolean {
    return isUpToDate(this.state);
  }

  /** It could not be read when it had to be. */
  get isBehind(): boolean {
    return this.isStale && !this.isReading;
  }

  notice(notice: string): void {
    this.state = { ...this.state, notice };
  }

  /** Reads the page that is to be seen, if it is another. */
  async turn(): Promise<void> {
    if (!this.isUpToDate && !this.isReading && !this.isStale) await this.refresh();
  }

  /** Reads the page again, since something about it may have changed. Never rejects. */
  async refresh(): Promise<void> {
    this.isStale = true;
    if (this.isReading) return;
    this.isReading = true;
    try {
      while (this.isStale || !this.isUpToDate) await this.read();
    } catch {
      this.isStale = true;
      this.notice(cannotBeRead);
    } finally {
      this.isReading = false;
    }
    this.isThere();
  }

  private async read(): Promise<void> {
    const filter = wanted(this.state);
    this.isStale = false;
    const page = await this.readList(filter);
    this.state = load(this.state, { ...page, filter });
  }
}
