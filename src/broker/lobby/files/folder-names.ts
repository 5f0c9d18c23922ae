import type { ConnectableAccount } from '../../../bastionhost/bastionhost.api.ts';
import { isVisible } from '../../../common/typable-name.ts';

/**
 * The folder of each account, by its name: `root@web-01`. Where two hosts have one name the address tells them apart
 * (`root@web-01~192.0.2.10`), and where that is the same too, the id of the host.
 */
export function foldersByName(accounts: readonly ConnectableAccount[]): Map<string, ConnectableAccount> {
  const spelled = accounts.map((account) => [account, spellings(account)] as const);
  const counts = new Map<string, number>();
  for (const name of spelled.flatMap(([, names]) => names)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const folders = new Map<string, ConnectableAccount>();
  for (const [account, names] of spelled) {
    const name = names.find((spelling) => counts.get(spelling) === 1) ?? names.at(-1)!;
    // A real account that is called as one whose credential is typed: only the real one can be entered.
    if (folders.get(name)?.credentialKind !== 'Held') folders.set(name, account);
  }
  return folders;
}

function spellings({ accountName, hostName, address, hostId }: ConnectableAccount): string[] {
  const name = `${safe(accountName)}@${safe(hostName)}`;
  return [name, `${name}~${safe(address)}`, `${name}~${hostId}`];
}

/** Most names are: thousands of them are looked at while other engineers wait. */
const plain = /^[\w@.: -]*$/;

/** One name of a path that can be seen and typed; different texts stay different. */
function safe(text: string): string {
  if (plain.test(text)) return text;
  return Array.from(text, (character) => (isSafe(character) ? character : percentEncoded(character))).join('');
}

function isSafe(character: string): boolean {
  return character === ' ' || (!'/%~'.includes(character) && isVisible(character));
}

function percentEncoded(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
