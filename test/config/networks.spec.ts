import { Networks } from '../../src/config/networks.ts';

describe('addresses and networks of a setting', () => {
  it.each([
    [['192.0.2.1'], ['192.0.2.1'], ['192.0.2.2', '::1', '', 'x']],
    [
      ['10.0.0.0/8', '2001:db8::/32'],
      ['10.1.2.3', '2001:db8:1::1'],
      ['11.0.0.1', '2001:db9::1'],
    ],
    [['10.1.2.3/16'], ['10.1.255.255'], ['10.2.0.0']],
    [['0.0.0.0/0'], ['192.0.2.1'], ['2001:db8::1']],
    [['::1/128'], ['::1'], ['::2', '127.0.0.1']],
  ])('%s contain those they name, and no others', (entries, inside, outside) => {
    const networks = new Networks(entries);
    expect(inside.filter((address) => !networks.includes(address))).toEqual([]);
    expect(outside.filter((address) => networks.includes(address))).toEqual([]);
  });

  it('contain no address when nothing is set', () => {
    expect(new Networks([]).includes('127.0.0.1')).toBe(false);
  });

  it.each([
    '',
    'localhost',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0',
    '10.0.0.0/-1',
    'fe80::1%eth0',
  ])('are not: %s', (entry) => {
    expect(() => new Networks([entry])).toThrow(RangeError);
  });
});
