import { AllowedSources } from '../../../src/bastionhost/allowed-sources.api.ts';

const privateAddresses = [
  '127.0.0.1',
  '10.1.2.3',
  '172.31.255.255',
  '192.168.0.1',
  '100.127.255.255',
  '169.254.1.1',
  '::1',
  'fd00::1',
  'fe80::1',
];
const publicAddresses = ['203.0.113.9', '172.32.0.1', '100.128.0.0', '2001:db8::9', '::', '::ffff:cb00:7109'];

describe('the addresses that may log on', () => {
  it.each([
    ['public access off', { isEnabled: false, addresses: [] }, []],
    ['public access off, whatever is listed', { isEnabled: false, addresses: ['0.0.0.0/0'] }, []],
    ['no list', { isEnabled: true, addresses: [] }, publicAddresses],
    ['an address', { isEnabled: true, addresses: ['203.0.113.9'] }, ['203.0.113.9', '::ffff:cb00:7109']],
    ['a network of IPv6', { isEnabled: true, addresses: ['2001:db8::/32'] }, ['2001:db8::9']],
  ])('are all private ones, and with %s, of the public ones: %j', (_, sources, included) => {
    const allowed = new AllowedSources(sources);
    expect(privateAddresses.filter((address) => !allowed.includes(address))).toEqual([]);
    expect(publicAddresses.filter((address) => allowed.includes(address))).toEqual(included);
  });
});
