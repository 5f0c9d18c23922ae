import type { ConnectableAccount } from '../../../bastionhost/bastionhost.api.ts';
import type { Outlet } from './outlet.ts';
import { type SftpChannel, TargetFiles } from './target-files.ts';

/** Begins a session with this account; rejects with the reason in words. */
export type OpenTarget = (account: ConnectableAccount) => Promise<SftpChannel>;

/** As many sessions as one SFTP channel may have at a time. */
const most = 8;

/** The targets that a client has entered. The one that was idle for longest makes room for another. */
export class EnteredTargets {
  /** In the order of their last use. */
  private readonly entered = new Map<string, TargetFiles>();

  constructor(
    private readonly openTarget: OpenTarget,
    private readonly client: Outlet,
    private readonly isInUse: (target: TargetFiles) => boolean,
  ) {}

  /** Undefined where too many are in use. */
  enter(folder: string, account: ConnectableAccount): TargetFiles | undefined {
    const target = this.current(folder) ?? this.begin(folder, account);
    if (target) this.touch(folder, target);
    return target;
  }

  /** Ends all sessions. */
  leave(): void {
    for (const target of this.entered.values()) target.close();
    this.entered.clear();
  }

  private current(folder: string): TargetFiles | undefined {
    const target = this.entered.get(folder);
    return target?.isLost ? undefined : target;
  }

  private begin(folder: string, account: ConnectableAccount): TargetFiles | undefined {
    this.entered.delete(folder);
    if (this.entered.size >= most && !this.makeRoom()) return undefined;
    return new TargetFiles(folder, this.openTarget(account), this.client);
  }

  private touch(folder: string, target: TargetFiles): void {
    this.entered.delete(folder);
    this.entered.set(folder, target);
  }

  private makeRoom(): boolean {
    const idle = [...this.entered].find(([, target]) => target.isLost || !(target.isBusy || this.isInUse(target)));
    if (!idle) return false;
    idle[1].close();
    return this.entered.delete(idle[0]);
  }
}
