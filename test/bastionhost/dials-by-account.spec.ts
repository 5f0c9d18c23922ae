import type { Members } from '../support/api-clients.ts';
import { eventually } from '../support/eventually.ts';
import { SilentServer } from '../support/silent-server.ts';
import { newAccount, type BastionAccount } from './bastion-account.ts';

const unavailable = 'ServiceUnavailable';

type Dial = () => Promise<Members>;

/** Each of these prepares what has a server dialled, which says nothing, and returns the call. */
const dials: readonly (readonly [string, (account: BastionAccount, port: number) => Promise<Dial>])[] = [
  [
    'VerifyHostAccount',
    async (account, port) => {
      const draft = { HostName: 'silent', HostPrivateAddress: '127.0.0.1', ActiveAddressType: 'Private' };
      const HostId = await account.host(draft);
      const HostIds = JSON.stringify([HostId]);
      await account.call('ModifyHostsPort', { HostIds, Port: String(port), ProtocolName: 'SSH' });
      const login = { HostId, ProtocolName: 'SSH', HostAccountName: 'root', Password: 'Any-1' };
      return () => account.call('VerifyHostAccount', login);
    },
  ],
  [
    'GetNetworkDomain with CheckProxyState',
    async (account, Port) => {
      const proxy = { NodeType: 'Master', ProxyType: 'HTTPProxy', Address: '127.0.0.1', Port };
      const draft = { NetworkDomainName: 'silent', NetworkDomainType: 'Proxy', Proxies: JSON.stringify([proxy]) };
      const { NetworkDomainId } = await account.call('CreateNetworkDomain', draft);
      return () => account.call('GetNetworkDomain', { NetworkDomainId, CheckProxyState: 'true' });
    },
  ],
  [
    'VerifyInstanceADAuthServer',
    async (account, port) => () =>
      account.call('VerifyInstanceADAuthServer', { ...directoryAt(port), Domain: 'corp.example' }),
  ],
  [
    'VerifyInstanceLDAPAuthServer',
    async (account, port) => () => account.call('VerifyInstanceLDAPAuthServer', directoryAt(port)),
  ],
];

function directoryAt(Port: number): Members {
  const server = { Server: '127.0.0.1', Port: String(Port), IsSSL: 'true' };
  return { ...server, Account: 'cn=reader', BaseDN: 'dc=corp,dc=example', Password: 'Bind-1' };
}

describe.each(dials)('%s', (_, prepare) => {
  it('dials for eight at a time, lets 32 wait, refuses the rest, and nobody of another account', async () => {
    const silent = await SilentServer.start();
    const [dial, another] = await Promise.all(
      [await newAccount(), await newAccount()].map((account) => prepare(account, silent.port)),
    );
    const outcomes: string[] = [];
    const outcomeOf = (call: Dial) =>
      call().then(
        () => 'answered',
        ({ code }: { code: string }) => code,
      );
    const refused = () => outcomes.filter((outcome) => outcome === unavailable).length;
    const calls: Promise<unknown>[] = [];
    await eventually('the rest is refused', () => {
      // A dial that is given up makes room for another.
      while (calls.length < 42 + outcomes.length - refused())
        calls.push(outcomeOf(dial!).then((outcome) => outcomes.push(outcome)));
      return refused() >= 2;
    });
    await eventually('eight are dialled for', () => silent.connections >= 8);
    const other = outcomeOf(another!);
    await eventually('another account is served', () => silent.connections >= 9);
    expect(silent.connections).toBe(9);
    await silent.stop();
    await Promise.all(calls);
    expect([refused(), await other]).toEqual([2, expect.not.stringContaining(unavailable)]);
  });
});
