/**
 * Where a path of a client leads: to the list of targets, or into the folder of one. `path` is the target's own, and
 * relative where it begins in the home of the account.
 */
export type Place = { readonly at: 'list' } | { readonly at: 'target'; readonly folder: string; readonly path: Buffer };

/** In a folder, the first name that means the home of the account. */
const home = '~';
const slash = 0x2f;

/**
 * `/root@web-01/etc/motd` is `/etc/motd` of root@web-01, and `/root@web-01/~/notes` is `notes` in root's home. A
 * relative path begins at the list. `..` is left to the target, which knows its symbolic links, until it leads out of
 * the folder: then it comes back to the list. Bytes that are not UTF-8 reach the target unchanged.
 */
export function placeOf(path: Buffer): Place {
  let folder: string | undefined;
  let inside: string[] = [];
  let depth = 0;
  for (const name of namesOf(path)) {
    if (folder === undefined) folder = isPlain(name) ? name : undefined;
    else if (name === '..' && depth === 0) folder = undefined;
    else {
      inside.push(name);
      depth += stepOf(name);
    }
    if (folder === undefined) inside = [];
  }
  return folder === undefined ? { at: 'list' } : { at: 'target', folder: fromLatin1(folder), path: ownPath(inside) };
}

/** What a client calls the absolute path of a target; a relative one is unchanged. */
export function pathInFolder(folder: string, path: Buffer): Buffer {
  if (path[0] !== slash) return path;
  const names = withinRoot(namesOf(path));
  const inside = (names[0] === home ? ['.', ...names] : names).join('/');
  const prefix = `/${Buffer.from(folder).toString('latin1')}`;
  return Buffer.from(inside === '' ? prefix : `${prefix}/${inside}`, 'latin1');
}

/** Empty names are left out, but for one at the end, which says that a link is followed. */
function namesOf(path: Buffer): string[] {
  const names = path.toString('latin1').split('/');
  return names.filter((name, place) => name !== '' || place === names.length - 1);
}

function ownPath(inside: readonly string[]): Buffer {
  const [first, ...others] = inside;
  return Buffer.from(first === home ? others.join('/') || '.' : `/${inside.join('/')}`, 'latin1');
}

/** Without each `..` above the root, where a file system stays at its root. */
function withinRoot(names: readonly string[]): string[] {
  let depth = 0;
  return names.filter((name) => {
    if (name === '..' && depth === 0) return false;
    depth += stepOf(name);
    return true;
  });
}

function stepOf(name: string): number {
  if (name === '..') return -1;
  return isPlain(name) ? 1 : 0;
}

function isPlain(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..';
}

function fromLatin1(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
