import { refusal, type Members } from '../../support/api-clients.ts';
import { eventually } from '../../support/eventually.ts';
import { lockWaits } from '../../support/lock-waits.ts';
import { BastionApplication } from '../bastion-application.ts';
import { Pins } from '../pins.ts';
import { base64, impossibleProxies, login, master, proxyDomain, shown, slave } from './proxies.ts';

describe('ModifyNetworkDomain', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  afterAll(() => bastion.stop());

  let made = 0;
  const domain = async (parameters: Members = {}): Promise<string> => {
    const named = { ...proxyDomain, NetworkDomainName: `domain-${(made += 1)}`, Comment: 'old' };
    return (await bastion.call('CreateNetworkDomain', { ...named, ...parameters })).NetworkDomainId;
  };
  const modify = (NetworkDomainId: string, change: Members) =>
    bastion.call('ModifyNetworkDomain', { NetworkDomainId, ...change });
  const get = async (NetworkDomainId: string) =>
    (await bastion.call('GetNetworkDomain', { NetworkDomainId })).NetworkDomain as Members;

  it('answers and changes what is named, and nothing else', async () => {
    const id = await domain();
    const before = await get(id);
    expect(Object.keys(await modify(id, { NetworkDomainName: 'renamed', Comment: '' }))).toEqual(['RequestId']);
    expect(await get(id)).toEqual({ ...before, NetworkDomainName: 'renamed' });
    await modify(id, { Comment: 'new', Proxies: [slave, { ...master, ...login, Port: 2222 }] });
    expect(await get(id)).toEqual({
      ...before,
      NetworkDomainName: 'renamed',
      Comment: 'new',
      Proxies: [shown({ ...master, ...login, Port: 2222 }), shown(slave)],
    });
  });

  it('takes the proxies from a domain that becomes direct, and asks for some when it becomes a proxy domain', async () => {
    const id = await domain();
    await modify(id, { NetworkDomainType: 'Direct' });
    expect(await get(id)).toMatchObject({ NetworkDomainType: 'Direct', Proxies: [] });
    expect(await refusal(modify(id, { NetworkDomainType: 'Proxy' }))).toMatchObject({ code: 'InvalidParameter' });
    await modify(id, { NetworkDomainType: 'Proxy', Proxies: [{ ...slave, NodeType: 'Master' }] });
    expect(await get(id)).toMatchObject({ NetworkDomainType: 'Proxy', Proxies: [{ ProxyType: 'Socks5Proxy' }] });
  });

  it('keeps the password of a proxy that stays the same', async () => {
    const id = await domain();
    await modify(id, { Proxies: [{ ...master, User: login.User, Password: '' }, slave] });
    expect((await get(id)).Proxies).toMatchObject([{ HasPassword: true }, { HasPassword: false }]);
  });

  it.each([
    ['another address', { Address: '192.0.2.66' }],
    ['another port', { Port: 2222 }],
    ['another user', { User: 'root' }],
    ['another kind', { ProxyType: 'HTTPProxy' }],
    ['another node', { NodeType: 'Slave' }],
  ])('sends the password that it has to no proxy with %s', async (_, other) => {
    const id = await domain();
    const wanted = { ...master, User: login.User, ...other };
    const Proxies = wanted.NodeType === 'Slave' ? [wanted, { ...slave, NodeType: 'Master' }] : [wanted];
    expect(await refusal(modify(id, { Proxies }))).toMatchObject({ code: 'InvalidParameter', status: 400 });
    expect((await get(id)).Proxies).toEqual([shown({ ...master, ...login })]);
  });

  it('forgets the pinned host key of an SSH proxy with the last that is that proxy', async () => {
    const pins = new Pins(bastion);
    const Address = 'hop.example.com';
    const hop = { ...master, ...login, Address };
    const [one, other] = [await domain({ Proxies: [hop] }), await domain({ Proxies: [hop] })];
    await pins.pin(Address);
    await modify(one, {
      Proxies: [
        { ...hop, NodeType: 'Slave' },
        { ...hop, Address: '192.0.2.51' },
      ],
    });
    await modify(other, { NetworkDomainType: 'Direct' });
    expect(await pins.isPinned(Address)).toBe(true);
    await modify(one, { Proxies: [{ ...hop, Password: base64('another') }] });
    expect(await pins.isPinned(Address)).toBe(true);
    await modify(one, { Proxies: [{ ...hop, Address: '192.0.2.51' }] });
    expect(await pins.isPinned(Address)).toBe(false);
  });

  it.each<readonly [string, Members, Members]>([
    ['gets another user', {}, { User: 'root' }],
    ['is written in capitals', {}, { Address: 'HOP.example.com' }],
    ['becomes an SSH proxy', { ProxyType: 'Socks5Proxy' }, {}],
  ])('keeps the pinned host key of an SSH proxy that %s', async (what, before, after) => {
    const pins = new Pins(bastion);
    const hop = { ...master, ...login, Address: 'hop.example.com', Port: 2200 + what.length };
    const [one, neighbour] = [await domain({ Proxies: [{ ...hop, ...before }] }), await domain({ Proxies: [hop] })];
    await pins.pin(hop.Address, hop.Port);
    await modify(one, { Proxies: [{ ...hop, ...after }] });
    await modify(neighbour, { NetworkDomainType: 'Direct' });
    expect(await pins.isPinned(hop.Address, hop.Port)).toBe(true);
    await modify(one, { NetworkDomainType: 'Direct' });
    expect(await pins.isPinned(hop.Address, hop.Port)).toBe(false);
  });

  it('loses nothing when two administrators change the same domain at once', async () => {
    const id = await domain();
    await Promise.all([
      modify(id, { Comment: 'one' }),
      modify(id, { Proxies: [{ ...slave, NodeType: 'Master' }] }),
      modify(id, { NetworkDomainName: 'at-once' }),
    ]);
    expect(await get(id)).toMatchObject({
      Comment: 'one',
      NetworkDomainName: 'at-once',
      Proxies: [{ ProxyType: 'Socks5Proxy' }],
    });
  });

  it('lets two administrators give up the same proxies at once, whichever is the master', async () => {
    const proxies = (...addresses: string[]) =>
      addresses.map((Address, place) => ({ ...master, ...login, Address, NodeType: place === 0 ? 'Master' : 'Slave' }));
    const [east, west] = ['east.example.com', 'west.example.com'] as const;
    const one = await domain({ Proxies: proxies(east, west) });
    const other = await domain({ Proxies: proxies(west, east) });
    const last = await domain({ Proxies: proxies(east, west) });
    const { dataSource } = bastion.app.database;
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('select from host_key_holders where holder like $1 for update', [`proxy/${last}/%`]);
    const both = Promise.all([one, other].map((id) => modify(id, { NetworkDomainType: 'Direct' })));
    await eventually('both wait', async () => (await lockWaits(dataSource)) === 2);
    await runner.commitTransaction();
    await runner.release();
    await expect(both).resolves.toHaveLength(2);
  });

  describe('refuses parameters', () => {
    it.each<readonly [string, Members, string]>([
      ['no domain', { NetworkDomainId: undefined }, 'MissingNetworkDomainId'],
      ['a name with a line break', { NetworkDomainName: 'a\nb' }, 'InvalidParameter'],
      ['an unknown type', { NetworkDomainType: 'Vpn' }, 'InvalidParameter'],
      ['proxies of a domain that becomes direct', { ...proxyDomain, NetworkDomainType: 'Direct' }, 'InvalidParameter'],
      ...impossibleProxies
        .filter(([what]) => what !== 'an SSH proxy without a password')
        .map(([what, Proxies]) => [what, { Proxies }, 'InvalidParameter'] as const),
    ])('%s', async (_, change, code) => {
      const id = await domain();
      const before = await get(id);
      const call = bastion.call('ModifyNetworkDomain', { NetworkDomainId: id, ...change });
      expect(await refusal(call)).toMatchObject({ code, status: 400 });
      expect(await get(id)).toEqual(before);
    });
  });

  it('refuses to change the built-in domain, an unknown one, and to a name that is taken', async () => {
    const [id, other] = [await domain(), await domain()];
    const { NetworkDomainName } = await get(other);
    const taken = { code: 'NetworkDomainAlreadyExists', status: 400 };
    expect(await refusal(modify('1', { Comment: 'x' }))).toMatchObject({ code: 'InvalidParameter', status: 400 });
    expect(await refusal(modify('999999999', {}))).toMatchObject({ code: 'NetworkDomainNotFound', status: 404 });
    expect(await refusal(modify(id, { NetworkDomainName }))).toMatchObject(taken);
    expect(await refusal(modify(id, { NetworkDomainName: 'Default' }))).toMatchObject(taken);
  });
});
