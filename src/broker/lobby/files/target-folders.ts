import type { ConnectableAccount, ConnectableAccountPage } from '../../../bastionhost/bastionhost.api.ts';
import { foldersByName } from './folder-names.ts';

/** Reads a page of what the engineer can connect to at this moment. */
export type ListAccounts = (page: {
  readonly offset: number;
  readonly limit: number;
}) => Promise<ConnectableAccountPage>;

const pageSize = 1000;
/** The list has no more folders than this. */
const most = 10_000;

/** What an engineer can connect to, as folders. */
export class TargetFolders {
  private folders: ReadonlyMap<string, ConnectableAccount> = new Map();

  constructor(private readonly listAccounts: ListAccounts) {}

  /** As it is now. @throws Outage */
  async read(): Promise<ReadonlyMap<string, ConnectableAccount>> {
    const accounts: ConnectableAccount[] = [];
    for (let isMore = true; isMore && accounts.length < most;) {
      const { rows } = await this.listAccounts({ offset: accounts.length, limit: pageSize });
      accounts.push(...rows);
      isMore = rows.length === pageSize;
    }
    return (this.folders = foldersByName(accounts));
  }

  /** As it was read last, or as it is now. Whether the account may be used still is decided when a session begins. */
  async find(name: string): Promise<ConnectableAccount | undefined> {
    return this.folders.get(name) ?? (await this.read()).get(name);
  }
}
