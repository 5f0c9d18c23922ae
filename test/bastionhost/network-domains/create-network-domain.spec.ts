import { refusal, type Members } from '../../support/api-clients.ts';
import { BastionApplication } from '../bastion-application.ts';
import { newAccount } from '../bastion-account.ts';
import { base64, impossibleProxies, login, master, proxyDomain, shown, slave } from './proxies.ts';

const bastion = await newAccount();

describe('CreateNetworkDomain', () => {
  const create = (parameters: Members) => bastion.call('CreateNetworkDomain', { ...proxyDomain, ...parameters });
  const get = async (NetworkDomainId: string) =>
    (await bastion.call('GetNetworkDomain', { NetworkDomainId })).NetworkDomain as Members;

  it('answers with the id of a domain that is reached through proxies, whose passwords it never shows', async () => {
    const http = { NodeType: 'Slave', ProxyType: 'HTTPProxy', Address: '2001:db8::7', Port: 3128 };
    const Proxies = [http, { ...master, ...login }];
    const { NetworkDomainId } = await create({ NetworkDomainName: 'two', Comment: 'both\nways', Proxies });
    expect(NetworkDomainId).toMatch(/^\d+$/);
    expect(await get(NetworkDomainId)).toEqual({
      NetworkDomainId,
      NetworkDomainName: 'two',
      NetworkDomainType: 'Proxy',
      Comment: 'both\nways',
      Default: false,
      Proxies: [shown(Proxies[1]!), shown(http)],
    });
  });

  it('answers with a domain that is reached directly, and with no comment', async () => {
    const direct = { NetworkDomainName: 'near', NetworkDomainType: 'Direct', Proxies: undefined };
    const { NetworkDomainId } = await create(direct);
    expect(await get(NetworkDomainId)).toMatchObject({ NetworkDomainType: 'Direct', Comment: '', Proxies: [] });
  });

  it('takes proxies as parameters of their own, as SDKs send them', async () => {
    const flat = {
      'Proxies.1.NodeType': 'Master',
      'Proxies.1.ProxyType': 'Socks5Proxy',
      'Proxies.1.Address': 'p.test',
    };
    const { NetworkDomainId } = await create({
      NetworkDomainName: 'flat',
      Proxies: undefined,
      ...flat,
      'Proxies.1.Port': '1080',
    });
    expect((await get(NetworkDomainId)).Proxies).toEqual([
      { NodeType: 'Master', ProxyType: 'Socks5Proxy', Address: 'p.test', Port: 1080, User: '', HasPassword: false },
    ]);
  });

  it('takes a name that another account has', async () => {
    const other = await newAccount();
    await create({ NetworkDomainName: 'shared' });
    await expect(
      other.call('CreateNetworkDomain', { ...proxyDomain, NetworkDomainName: 'shared' }),
    ).resolves.toBeDefined();
  });

  describe('refuses parameters', () => {
    it.each<readonly [string, Members, string]>([
      ['no name', { NetworkDomainName: undefined }, 'MissingNetworkDomainName'],
      ['no type', { NetworkDomainType: undefined }, 'MissingNetworkDomainType'],
      ['a name of 129 characters', { NetworkDomainName: 'n'.repeat(129) }, 'InvalidParameter'],
      ['a name with a line break', { NetworkDomainName: 'a\nb' }, 'InvalidParameter'],
      ['an unknown type', { NetworkDomainType: 'Vpn' }, 'InvalidParameter'],
      ['a comment of 501 characters', { Comment: 'c'.repeat(501) }, 'InvalidParameter'],
      ['a project', { ProjectId: 1 }, 'InvalidParameter'],
      ['proxies of a direct domain', { NetworkDomainType: 'Direct' }, 'InvalidParameter'],
      ['no proxies', { Proxies: undefined }, 'InvalidParameter'],
      ...impossibleProxies.map(([what, Proxies]) => [what, { Proxies }, 'InvalidParameter'] as const),
    ])('%s', async (_, parameters, code) => {
      const answer = await refusal(create({ NetworkDomainName: 'refused', ...parameters }));
      expect(answer).toMatchObject({ code, status: 400 });
      expect(answer.message).not.toContain('Proxy-Pass');
    });
  });

  it('refuses a name that the instance has, that of the built-in domain too, and makes one of two at once', async () => {
    const both = await Promise.allSettled([1, 2].map(() => create({ NetworkDomainName: 'twice' })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    for (const NetworkDomainName of ['twice', 'Default']) {
      expect(await refusal(create({ NetworkDomainName }))).toMatchObject({
        code: 'NetworkDomainAlreadyExists',
        status: 400,
      });
    }
  });

  it('refuses an unknown instance', async () => {
    const call = create({ InstanceId: 'bastionhost-cn-00000000000' });
    expect(await refusal(call)).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});

it('a proxy is kept without its password in plain text', async () => {
  const own = await BastionApplication.start();
  const Password = base64('Canary-81b2e5');
  await own.call('CreateNetworkDomain', { ...proxyDomain, Proxies: [{ ...master, User: 'hop', Password }, slave] });
  const rows = await own.app.database.dataSource.query('select p::text as text from bastion_network_proxies p');
  expect(rows).toHaveLength(2);
  for (const { text } of rows) expect(text).not.toMatch(new RegExp(`Canary|${Password}`));
  await own.stop();
});
