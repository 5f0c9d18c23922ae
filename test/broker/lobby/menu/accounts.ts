import type { ConnectableAccount } from '../../../../src/bastionhost/bastionhost.api.ts';

/** An account in a list, as ConnectableAccounts returns it. */
export function accountOf(change: Partial<ConnectableAccount> = {}): ConnectableAccount {
  return {
    hostId: '1',
    hostName: 'web-01',
    address: '192.0.2.1',
    port: 22,
    os: 'Linux',
    comment: '',
    hostAccountId: '1',
    accountName: 'root',
    credentialKind: 'Held',
    ...change,
  };
}

/** `root` on the hosts `web-1` to `web-<count>`. */
export function accountsOn(count: number): ConnectableAccount[] {
  return Array.from({ length: count }, (_, index) => {
    const id = String(index + 1);
    return accountOf({ hostId: id, hostAccountId: id, hostName: `web-${id}`, address: `192.0.2.${id}` });
  });
}
