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
    // Each once: a row is on two pages where another one has come before it meanwhile.
    const accounts = new Map<string, ConnectableAccount>();
    for (let offset = 0, isMore = true; isMore && offset < most; offset += pageSize) {
      const { rows } = await this.listAccounts({ offset, limit: pageSize });
      for (const row of rows) accounts.set(`${row.hostId} ${row.hostAccountId ?? row.accountName}`, row);
      isMore = rows.length === pageSize;
    }
    return (this.folders = foldersByName([...accounts.values()]));
  }

  /** As it was read last, or as it is now. Whether the account may be used still is decided when a session begins. */
  async find(name: string): Promise<ConnectableAccount | undefined> {
    return this.folders.get(name) ?? (await this.read()).get(name);
  }
}
