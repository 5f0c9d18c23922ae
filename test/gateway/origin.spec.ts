import { Networks } from '../../src/config/networks.ts';
import { cameInPlain, originOf } from '../../src/gateway/origin.ts';

const proxies = new Networks(['10.0.0.0/8', '127.0.0.2', '2001:db8:1::/48']);
type Headers = Record<string, string>;

const originFrom = (remoteAddress: string, headers: Headers = {}, encrypted = false) =>
  originOf({ socket: { remoteAddress, encrypted }, headers }, proxies);
const forwarded = (chain: string, scheme?: string): Headers => ({
  'x-forwarded-for': chain,
  ...(scheme === undefined ? {} : { 'x-forwarded-proto': scheme }),
});

describe('where a call came from', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1', true],
    ['127.9.9.9', '127.9.9.9', true],
    ['::1', '::1', true],
    ['::ffff:127.0.0.1', '127.0.0.1', true],
    ['::ffff:192.0.2.1', '192.0.2.1', false],
    ['192.0.2.1', '192.0.2.1', false],
    ['fe80::1%eth0', 'fe80::1', false],
    ['10.0.0.1', '10.0.0.1', false],
  ])('a connection from %s says itself: %s', (remote, address, isLocal) => {
    expect(originFrom(remote)).toEqual({ address, isSecure: false, isLocal });
    expect(originFrom(remote, {}, true)).toEqual({ address, isSecure: true, isLocal });
  });

  it.each([
    'X-Forwarded-For',
    'X-Forwarded-Proto',
    'X-Forwarded-Host',
    'X-Forwarded-Port',
    'X-Forwarded-Anything',
    'X-Real-IP',
    'Forwarded',
    'Via',
    'True-Client-IP',
    'CF-Connecting-IP',
  ])('is not this machine when there is a header %s, whatever it says, unless a trusted proxy says so', (name) => {
    for (const value of ['127.0.0.1', 'https', '', ',,,', 'for=127.0.0.1;proto=https', 'x'.repeat(100_000)])
      expect(originFrom('127.0.0.1', { [name.toLowerCase()]: value })).toEqual({
        address: '127.0.0.1',
        isSecure: false,
        isLocal: false,
      });
  });

  it('A10: is only believed from trusted proxies', () => {
    const lie = forwarded('203.0.113.9', 'https');
    for (const address of ['192.0.2.1', '11.0.0.1', '127.0.0.1', '127.0.0.3', '2001:db8:2::1', ''])
      expect(originFrom(address, lie)).toEqual({ address, isSecure: false, isLocal: false });
    for (const proxy of ['10.1.2.3', '::ffff:10.1.2.3', '127.0.0.2', '2001:db8:1::5'])
      expect(originFrom(proxy, lie)).toEqual({ address: '203.0.113.9', isSecure: true, isLocal: false });
  });

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['198.51.100.1,203.0.113.9 ,10.0.0.7,  10.0.0.8', '203.0.113.9'],
    ['nonsense, 203.0.113.9, 10.0.0.7', '203.0.113.9'],
    ['10.0.0.6, 10.0.0.7', '10.0.0.6'],
    ['203.0.113.9:51000', '203.0.113.9'],
    ['2001:db8::9', '2001:db8::9'],
    ['[2001:db8::9]', '2001:db8::9'],
    ['[2001:db8::9]:51000', '2001:db8::9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['127.0.0.1', '127.0.0.1'],
    ['', '10.0.0.1'],
  ])('is the right-most address of %j that is not trusted', (chain, address) => {
    expect(originFrom('10.0.0.1', forwarded(chain, 'https'))).toEqual({ address, isSecure: true, isLocal: false });
  });

  it.each([
    'unknown',
    '_hidden',
    'localhost',
    '203.0.113.9, ',
    '203.0.113.256',
    '203.0.113.9 10.0.0.1',
    '203.0.113.9:https',
    '[203.0.113.9',
    '0x7f000001',
    '127.1',
    '\0',
    `203.0.113.9, ${'10.0.0.1,'.repeat(40)}10.0.0.1`,
    '10.0.0.1,'.repeat(13_000) + '10.0.0.1',
    '9'.repeat(100_000),
    '['.repeat(100_000),
  ])('is not guessed from a trusted proxy that sends something other than addresses: %#', (chain) => {
    expect(() => originFrom('10.0.0.1', forwarded(chain, 'https'))).toThrow(
      expect.objectContaining({ code: 'ParseRequestParameterException', status: 400 }),
    );
  });

  it.each([
    ['https', true],
    ['HTTPS', true],
    ['https, https', true],
    ['http', false],
    ['http, https', false],
    ['https, http', false],
    ['wss', false],
    ['', false],
    [undefined, false],
  ])('is secure when every proxy says https: %j', (scheme, isSecure) => {
    expect(originFrom('10.0.0.1', forwarded('203.0.113.9', scheme))).toMatchObject({ isSecure });
    expect(originFrom('10.0.0.1', forwarded('203.0.113.9', scheme), true)).toMatchObject({ isSecure });
  });

  it('is this machine through a trusted proxy of this machine, and through no other', () => {
    expect(originFrom('127.0.0.2', forwarded('127.0.0.1', 'http')).isLocal).toBe(true);
    expect(originFrom('127.0.0.2', forwarded('127.0.0.1, 127.0.0.2', 'http')).isLocal).toBe(true);
    expect(originFrom('127.0.0.2', forwarded('127.0.0.1, 10.0.0.1', 'http')).isLocal).toBe(false);
    expect(originFrom('10.0.0.1', forwarded('127.0.0.1', 'http')).isLocal).toBe(false);
    expect(originFrom('127.0.0.2', { via: '1.1 proxy' }).isLocal).toBe(false);
  });

  it.each([
    ['127.0.0.1', false, {}, false],
    ['192.0.2.1', false, {}, true],
    ['192.0.2.1', true, {}, false],
    ['192.0.2.1', true, { via: '1.1 proxy' }, false],
    ['127.0.0.1', false, { via: '1.1 proxy' }, true],
    ['127.0.0.2', false, forwarded('203.0.113.9', 'https'), false],
    ['127.0.0.2', false, forwarded('203.0.113.9', 'http'), true],
    ['10.0.0.1', false, forwarded('203.0.113.9', 'https'), true],
    ['10.0.0.1', false, forwarded('127.0.0.1', 'https'), true],
    ['10.0.0.1', true, forwarded('203.0.113.9', 'https'), false],
    ['10.0.0.1', true, forwarded('203.0.113.9', 'http'), true],
  ])(
    'from %s, encrypted %s, with %j: it crossed a network in the clear: %s',
    (remoteAddress, encrypted, headers, plain) => {
      const socket = { remoteAddress, encrypted };
      expect(cameInPlain(socket, originOf({ socket, headers: headers as Headers }, proxies))).toBe(plain);
    },
  );
});
