import { posix } from 'node:path';
import fc from 'fast-check';
import { pathInFolder, placeOf } from '../../../../src/broker/lobby/files/places.ts';

const place = (path: string) => {
  const found = placeOf(Buffer.from(path));
  return found.at === 'list' ? 'the list' : `${found.folder}: ${found.path.toString()}`;
};
const inFolder = (path: string) => pathInFolder('root@web-01', Buffer.from(path)).toString();

describe('a path of an SFTP client', () => {
  it.each([
    ['', 'the list'],
    ['.', 'the list'],
    ['/', 'the list'],
    ['/..', 'the list'],
    ['root@web-01', 'root@web-01: /'],
    ['/root@web-01/', 'root@web-01: /'],
    ['//root@web-01//tmp', 'root@web-01: /tmp'],
    ['/root@web-01/..', 'the list'],
    ['/root@web-01/tmp/..', 'root@web-01: /tmp/..'],
    ['/root@web-01/tmp/../..', 'the list'],
    ['/root@web-01/../ops@db-01/srv', 'ops@db-01: /srv'],
    ['/root@web-01/tmp/', 'root@web-01: /tmp/'],
    ['/root@web-01/link/.', 'root@web-01: /link/.'],
    ['/root@web-01/~', 'root@web-01: .'],
    ['/root@web-01/~/', 'root@web-01: .'],
    ['root@web-01/~/a/b', 'root@web-01: a/b'],
    ['/root@web-01/~//etc', 'root@web-01: etc'],
    ['/root@web-01/~x', 'root@web-01: /~x'],
    ['/root@web-01/a/~', 'root@web-01: /a/~'],
    ['/~/x', '~: /x'],
  ])('%j leads to %s', (path, expected) => {
    expect(place(path)).toBe(expected);
  });

  it.each([
    ['/', '/root@web-01'],
    ['/home/ops', '/root@web-01/home/ops'],
    ['/~', '/root@web-01/./~'],
    ['//~', '/root@web-01/./~'],
    ['/../x', '/root@web-01/x'],
    ['/a/../../x', '/root@web-01/a/../x'],
    ['../x', '../x'],
  ])('%j of a target is %j to the client', (path, expected) => {
    expect(inFolder(path)).toBe(expected);
  });

  it('is the same to the target when the client sends back what it was told', () => {
    const name = fc.oneof(fc.constantFrom('', '.', '..', '~', 'a', 'b c', 'root@web-01'), fc.string());
    const anyPath = fc.array(name, { maxLength: 8 }).map((names) => `/${names.join('/')}`);
    fc.assert(
      fc.property(anyPath, (path) => {
        const back = placeOf(pathInFolder('root@web-01', Buffer.from(path)));
        if (back.at === 'list') throw new Error('led to the list');
        expect(back.folder).toBe('root@web-01');
        // What no symbolic link stands in the way of: `..` is never dropped before the target has seen it.
        const normal = posix.normalize(back.path.toString());
        expect(normal.replace(/(?<=.)\/$/, '')).toBe(
          posix
            .normalize(path)
            .replace(/^\/\//, '/')
            .replace(/(?<=.)\/$/, ''),
        );
      }),
    );
  });

  it('keeps bytes that are not UTF-8', () => {
    const bytes = Buffer.from([0x2f, 0x74, 0x2f, 0xff, 0xfe]);
    const found = placeOf(bytes);
    expect(found).toEqual({ at: 'target', folder: 't', path: bytes.subarray(2) });
    expect(pathInFolder('t', bytes.subarray(2))).toEqual(bytes);
  });
});
