import type { Handles } from './handles.ts';
import {
  encodeAttributes,
  encodeHandle,
  encodeNames,
  encodeStatus,
  type Entry,
  folderAttributes,
  noAttributes,
  requestTypes as types,
  statusCodes,
} from './protocol.ts';
import { Refused } from './refused.ts';
import type { Request } from './requests.ts';
import type { TargetFolders } from './target-folders.ts';

/** Entries in one answer to READDIR, as in OpenSSH's server. */
const pageSize = 100;

/** The list of targets itself: it can be read, and nothing else. */
export class TargetList {
  constructor(
    private readonly folders: TargetFolders,
    private readonly handles: Handles,
  ) {}

  /** The answer to a request for the list's own path. @throws Refused, Outage */
  async answer({ type, id }: Request): Promise<Buffer> {
    switch (type) {
      case types.realpath:
        return encodeNames(id, [{ name: '/', line: '/', attributes: noAttributes }]);
      case types.stat:
      case types.lstat:
        return encodeAttributes(id, folderAttributes);
      case types.opendir:
        if (this.handles.listsAreUsedUp)
          throw new Refused(statusCodes.failure, 'the list of targets is open too often');
        return encodeHandle(id, this.handles.add({ names: ['.', '..', ...(await this.folders.read()).keys()] }));
      default:
        throw new Refused(statusCodes.permissionDenied, 'this is the list of targets: files are in its folders');
    }
  }

  /** The answer to a request for the list when it is open. `names` are those that are still to be read. */
  answerOpen({ type, id }: Request, names: string[]): Buffer {
    switch (type) {
      case types.readdir:
        if (names.length === 0) return encodeStatus(id, statusCodes.eof, 'no more targets');
        return encodeNames(id, names.splice(0, pageSize).map(entryOf));
      case types.fstat:
        return encodeAttributes(id, folderAttributes);
      case types.close:
        return encodeStatus(id, statusCodes.ok, '');
      default:
        throw new Refused(statusCodes.failure, 'the list of targets is not a file');
    }
  }
}

function entryOf(name: string): Entry {
  const line = `drwxr-xr-x    1 -        -               0 Jan  1  1970 ${name}`;
  return { name, line, attributes: folderAttributes };
}
