import { uint32 } from '../../../ssh/wire.ts';
import type { TargetFiles } from './target-files.ts';

/**
 * What a client has opened: a file or folder of a target under the target's own handle, or the list of targets with the
 * names that are still to be read.
 */
export type Opened =
  | { readonly target: TargetFiles; readonly folder: string; readonly handle: Buffer }
  | { readonly target?: undefined; readonly names: string[] };

/** Most that a client may have open; OpenSSH's server has fewer. */
const most = 256;
/** Most of them that may be the list of targets, which has thousands of names. */
const mostLists = 8;
const handleLength = 4;

/** The handles of one client. */
export class Handles {
  private readonly opened = new Map<number, Opened>();
  private next = 0;

  get areUsedUp(): boolean {
    return this.opened.size >= most;
  }

  get listsAreUsedUp(): boolean {
    return [...this.opened.values()].filter(({ target }) => target === undefined).length >= mostLists;
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
