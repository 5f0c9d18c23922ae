import { uint32 } from '../../../ssh/wire.ts';
import type { Entry } from './protocol.ts';
import type { TargetFiles } from './target-files.ts';

/** What a client has opened: a file or folder of a target under the target's own handle, or the list of targets. */
export type Opened =
  | { readonly target: TargetFiles; readonly folder: string; readonly handle: Buffer }
  | { readonly target?: undefined; readonly entries: Entry[] };

/** Most that a client may have open; OpenSSH's server has fewer. */
const most = 256;
const handleLength = 4;

/** The handles of one client. */
export class Handles {
  private readonly opened = new Map<number, Opened>();
  private next = 0;

  get areUsedUp(): boolean {
    return this.opened.size >= most;
  }

  add(opened: Opened): Buffer {
    const number = (this.next = (this.next + 1) >>> 0);
    this.opened.set(number, opened);
    return uint32(number);
  }

  find(handle: Buffer): Opened | undefined {
    return handle.length === handleLength ? this.opened.get(handle.readUInt32BE()) : undefined;
  }

  remove(handle: Buffer): void {
    this.opened.delete(handle.readUInt32BE());
  }

  has(target: TargetFiles): boolean {
    return [...this.opened.values()].some((opened) => opened.target === target);
  }
}
