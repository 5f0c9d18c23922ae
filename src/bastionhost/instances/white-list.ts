import { isNetwork } from '../../config/networks.ts';
import { invalidParameter } from '../bastionhost.errors.ts';
import { addressesOf, type WhiteListPolicy } from './public-access.ts';

const maxAddressesOfPolicy = 50;
// An IPv4 address in IPv6 notation would match no client: those are compared as IPv4 (`plainAddress`).
const mapped = /^::ffff:/i;

/**
 * The policies of a white list that was given in the new form, in the old one (addresses one by one), or in both.
 * @throws InvalidParameter
 */
export function readWhiteList(policies: readonly WhiteListPolicy[], addresses: readonly string[]): WhiteListPolicy[] {
  const given = policies.map(({ description, entry }) => ({ description, entry: normalised(entry) }));
  requireAddresses('WhiteListPolicies', addressesOf(given));
  requireAddresses('WhiteList', addresses);
  const listed = new Set(addressesOf(given));
  const others = [...new Set(addresses)].filter((address) => !listed.has(address));
  return [...given, ...others.map((entry) => ({ description: '', entry }))];
}

function normalised(entry: string): string {
  const addresses = entry.split(',').map((address) => address.trim());
  if (addresses.length > maxAddressesOfPolicy) throw invalidParameter('WhiteListPolicies');
  return addresses.join(',');
}

function requireAddresses(parameter: string, addresses: readonly string[]): void {
  if (!addresses.every((address) => isNetwork(address) && !mapped.test(address))) throw invalidParameter(parameter);
}
