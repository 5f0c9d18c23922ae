import type { ConnectableAccount } from '../../../bastionhost/bastionhost.api.ts';
import { oneLine } from '../../../common/printable.ts';
import type { EnteredTargets } from './entered-targets.ts';
import type { Handles } from './handles.ts';
import { type Place, placeOf } from './places.ts';
import { requestTypes as types, statusCodes } from './protocol.ts';
import { Refused } from './refused.ts';
import type { NamedField, Request } from './requests.ts';
import type { TargetFiles } from './target-files.ts';
import type { TargetFolders } from './target-folders.ts';

/** Who answers a request: the list by its path, the list when it is open, a folder that is not entered, or a target. */
export type Route =
  | { readonly to: 'list' }
  | { readonly to: 'open-list'; readonly names: string[] }
  | { readonly to: 'folder' }
  | { readonly to: 'target'; readonly target: TargetFiles; readonly folder: string; readonly values: Buffer[] };

/** What a field of a request names. */
type Named =
  | Place
  | { readonly at: 'handle'; readonly target: TargetFiles; readonly folder: string; readonly handle: Buffer };

type InFolder = Exclude<Named, { readonly at: 'list' }>;

/** These tell only whether something is there. */
const lookUps: ReadonlySet<number> = new Set([types.stat, types.lstat, types.realpath, types.opendir, types.readlink]);

/** Finds out which target a request is for, and what it names there. */
export class Router {
  constructor(
    private readonly folders: TargetFolders,
    private readonly entered: EnteredTargets,
    private readonly handles: Handles,
  ) {}

  /** Enters the target where it has not been entered yet. @throws Refused, Outage */
  async routeOf(request: Request): Promise<Route> {
    const named: Named[] = [];
    for (const field of request.fields) {
      if (field.kind === 'handle') {
        const opened = this.handles.find(field.value);
        if (!opened) throw new Refused(statusCodes.failure, noSuchHandle);
        if (!opened.target) return { to: 'open-list', names: opened.names };
        named.push({ at: 'handle', ...opened });
      } else if (field.kind === 'path') named.push(placeOf(field.value));
    }
    return this.routeTo(request, named);
  }

  private async routeTo(request: Request, named: readonly Named[]): Promise<Route> {
    const inFolders = named.filter((name): name is InFolder => name.at !== 'list');
    if (inFolders.length < named.length) return { to: 'list' };
    const first = firstInOneFolder(inFolders);
    const { folder } = first;
    const values = valuesOf(request.fields, inFolders, folder);
    if (first.at === 'handle') return { to: 'target', target: first.target, folder, values };
    const account = await this.accountOf(folder, request);
    if (isFolderItself(first) && (request.type === types.stat || request.type === types.lstat)) return { to: 'folder' };
    return { to: 'target', target: this.enter(folder, account), folder, values };
  }

  private async accountOf(folder: string, { type }: Request): Promise<ConnectableAccount> {
    const account = await this.folders.find(folder);
    if (account) return account;
    const code = lookUps.has(type) ? statusCodes.noSuchFile : statusCodes.permissionDenied;
    throw new Refused(code, `no target that you may use is called ${oneLine(folder)}`);
  }

  private enter(folder: string, account: ConnectableAccount): TargetFiles {
    if (account.credentialKind === 'Typed') throw new Refused(statusCodes.failure, `${folder}: ${hasToBeTyped}`);
    const target = this.entered.enter(folder, account);
    if (!target) throw new Refused(statusCodes.failure, `${folder}: ${tooMany}`);
    return target;
  }
}

const noSuchHandle = 'no such handle';
const betweenTargets = 'this cannot be done between two targets: download from the one, then upload to the other';
const hasToBeTyped = 'the bastion holds no credential for this account, and SFTP cannot ask for one; use ssh';
const tooMany = 'files of too many other targets are open on this connection; close some first';

/** @throws Refused where they are not in the same folder, or handles not of the same session */
function firstInOneFolder(named: readonly InFolder[]): InFolder {
  const first = named[0]!;
  for (const other of named) {
    if (other.folder !== first.folder) throw new Refused(statusCodes.unsupported, betweenTargets);
    // A handle of a session that was lost names nothing in the session that came after it.
    if (other.at === 'handle' && first.at === 'handle' && other.target !== first.target)
      throw new Refused(statusCodes.failure, noSuchHandle);
  }
  return first;
}

function valuesOf(fields: readonly NamedField[], named: readonly InFolder[], folder: string): Buffer[] {
  const rest = named.map((name) => (name.at === 'handle' ? name.handle : name.path));
  return fields.map(({ kind, value }) => {
    if (kind === 'link') return linkWithin(folder, value);
    return typeof kind === 'number' ? value : rest.shift()!;
  });
}

/** An absolute link is written as a path of the target. */
function linkWithin(folder: string, link: Buffer): Buffer {
  if (!link.toString('latin1').startsWith('/')) return link;
  const place = placeOf(link);
  if (place.at === 'target' && place.folder === folder && place.path.toString('latin1').startsWith('/'))
    return place.path;
  throw new Refused(statusCodes.unsupported, `a link has to lead to the same target, as does /${folder}/etc`);
}

function isFolderItself(place: Place): boolean {
  return place.at === 'target' && place.path.toString('latin1') === '/';
}
