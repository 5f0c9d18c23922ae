import fc from 'fast-check';
import type { ConnectableAccount } from '../../../../src/bastionhost/bastionhost.api.ts';
import { foldersByName } from '../../../../src/broker/lobby/files/folder-names.ts';

const account = (
  accountName: string,
  hostName: string,
  more: Partial<ConnectableAccount> = {},
): ConnectableAccount => ({
  hostId: '1',
  hostName,
  address: '192.0.2.1',
  port: 22,
  os: 'Linux',
  comment: '',
  hostAccountId: '7',
  accountName,
  credentialKind: 'Held',
  ...more,
});
const namesOf = (...accounts: ConnectableAccount[]) => [...foldersByName(accounts).keys()];

describe('the folder of a host account', () => {
  it.each([
    ['root', 'web-01', 'root@web-01'],
    ['svc@corp.example', 'web-01', 'svc@corp.example@web-01'],
    ['CORP\\jdoe', '数据库（主）', 'CORP\\jdoe@数据库（主）'],
    ['root', 'Straße 7', 'root@Straße 7'],
    ['root', 'a/b', 'root@a%2Fb'],
    ['root', '100%', 'root@100%25'],
    ['root', 'a~b', 'root@a%7Eb'],
    ['root', 'a\u001b[2J\u202eb', 'root@a%1B[2J%E2%80%AEb'],
  ])('of %j on %j is %j', (accountName, hostName, folder) => {
    expect(namesOf(account(accountName, hostName))).toEqual([folder]);
  });

  it('says the address where two hosts have one name, and the id of the host where that is the same too', () => {
    const elsewhere = { hostId: '2', address: '192.0.2.2' };
    expect(namesOf(account('root', 'web'), account('root', 'web', elsewhere), account('ops', 'web'))).toEqual([
      'root@web~192.0.2.1',
      'root@web~192.0.2.2',
      'ops@web',
    ]);
    expect(namesOf(account('root', 'web'), account('root', 'web', { hostId: '2' }))).toEqual([
      'root@web~1',
      'root@web~2',
    ]);
  });

  it('is that of the account whose credential is held, where one whose credential is typed has the same name', () => {
    const held = account('empty', 'web');
    const typed = account('empty', 'web', { hostAccountId: undefined, credentialKind: 'Typed' });
    expect([...foldersByName([typed, held]).values()]).toEqual([held]);
    expect([...foldersByName([held, typed]).values()]).toEqual([held]);
  });

  it('is another for each account, and one name of a path', () => {
    const text = fc.oneof(
      fc.constantFrom('a', 'a@b', 'b', 'a~192.0.2.1', 'b~1', '/', '%2F', '..'),
      fc.string({ minLength: 1 }),
    );
    const hostName = text.map((name) => name.replaceAll('@', ''));
    const accounts = fc.uniqueArray(fc.record({ accountName: text, hostName, hostId: fc.constantFrom('1', '2') }), {
      selector: ({ accountName, hostId, hostName: host }) => JSON.stringify([accountName, hostId, host]),
    });
    fc.assert(
      fc.property(accounts, (list) => {
        const names = namesOf(...list.map((each) => account(each.accountName, each.hostName, { hostId: each.hostId })));
        expect(names).toHaveLength(list.length);
        for (const name of names) expect(name).not.toMatch(/^\.{0,2}$|\/|\p{Cc}/u);
      }),
    );
  });
});
