import type { ConnectableAccount } from '../../../bastionhost/bastionhost.api.ts';
import type { Outlet } from './outlet.ts';
import { type SftpChannel, TargetFiles } from './target-files.ts';

/** Begins a session with this account; rejects with the reason in words. */
export type OpenTarget = (account: ConnectableAccount) => Promise<SftpChannel>;

/** As many sessions as one SFTP channel may have at a time. */
const most = 8;

/** The targets that a client has entered. The one that was idle for longest makes room for another. */
export class EnteredTargets {
  /** By the id of the account, in the order of their last use. What a folder leads to may change meanwhile. */
  private readonly entered = new Map<string, TargetFiles>();

  constructor(
    private readonly openTarget: OpenTarget,
    private readonly client: Outlet,
    private readonly isInUse: (target: TargetFiles) => boolean,
  ) {}

  /** The account has an id, since its credential is held. Undefined where too many are in use. */
  enter(folder: string, account: ConnectableAccount): TargetFiles | undefined {
    const id = account.hostAccountId!;
    const target = this.current(id) ?? this.begin(id, folder, account);
    if (target) this.touch(id, target);
    return target;
  }

  /** Ends all sessions. */
  leave(): void {
    for (const target of this.entered.values()) target.close();
    this.entered.clear();
  }

  private current(id: string): TargetFiles | undefined {
    const target = this.entered.get(id);
    return target?.isLost ? undefined : target;
  }

  private begin(id: string, folder: string, account: ConnectableAccount): TargetFiles | undefined {
    this.entered.delete(id);
    if (this.entered.size >= most && !this.makeRoom()) return undefined;
    return new TargetFiles(folder, this.openTarget(account), this.client);
  }

  private touch(id: string, target: TargetFiles): void {
    this.entered.delete(id);
    this.entered.set(id, target);
  }

  private makeRoom(): boolean {
    const idle = [...this.entered].find(([, target]) => target.isLost || !(target.isBusy || this.isInUse(target)));
    if (!idle) return false;
    idle[1].close();
    return this.entered.delete(idle[0]);
  }
}
