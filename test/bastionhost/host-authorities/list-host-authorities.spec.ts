import { refusal } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

// What clients do with the lines: test/broker/jump/host-certificates.spec.ts.
describe('ListHostAuthorities', () => {
  let bastion: BastionAccount;
  beforeAll(async () => {
    bastion = await newAccount();
  });

  it('answers the one authority that every instance has, the same each time', async () => {
    const answers = await Promise.all([bastion.call('ListHostAuthorities'), bastion.call('ListHostAuthorities')]);
    const [{ HostAuthorities }] = answers as [(typeof answers)[0], unknown];
    expect(answers[1]!.HostAuthorities).toEqual(HostAuthorities);
    expect(HostAuthorities).toEqual([
      {
        HostAuthorityId: expect.stringMatching(/^\d+$/),
        PublicKey: expect.stringMatching(/^ssh-ed25519 AAAA/),
        Fingerprint: expect.stringMatching(/^SHA256:.{43}$/),
        IsSigning: true,
        CreateTime: expect.any(Number),
      },
    ]);
  });

  it('prints lines for the names and addresses of the hosts, with their ports, and never a pattern for others', async () => {
    const { HostId: plain } = await bastion.call('CreateHost', host({ HostName: 'web-01' }));
    const onPort = { HostName: '数据库', HostPrivateAddress: '10.0.0.2', HostPublicAddress: '203.0.113.2' };
    const { HostId: other } = await bastion.call('CreateHost', host(onPort));
    await bastion.call('ModifyHostsPort', { HostIds: [other], Port: '2222', ProtocolName: 'SSH' });
    await bastion.call('CreateHost', host({ HostName: 'any*', HostPrivateAddress: '10.0.0.3' }));
    const { KnownHosts, HostAuthorities } = await bastion.call('ListHostAuthorities');
    const [line] = KnownHosts as string[];
    const [marker, patterns, ...key] = line!.split(' ');
    expect([marker, key.join(' ')]).toEqual(['@cert-authority', HostAuthorities[0].PublicKey]);
    const names = ['数据库', '10.0.0.2', '203.0.113.2', other];
    const others = patterns!.split(',').filter((pattern) => !pattern.startsWith('10.0.0.3'));
    expect(others.slice(0, -1)).toEqual([
      'web-01',
      '10.0.0.1',
      plain,
      ...names,
      ...names.map((name) => `[${name}]:2222`),
    ]);
    expect(patterns).not.toMatch(/[*?!]/);
  });

  it('keeps its lines short enough for old clients', async () => {
    const many = await newAccount();
    for (let number = 0; number < 60; number++)
      await many.call('CreateHost', host({ HostName: `${'long-name-'.repeat(9)}${number}` }));
    const { KnownHosts } = await many.call('ListHostAuthorities');
    expect(KnownHosts.length).toBeGreaterThan(1);
    expect(Math.max(...(KnownHosts as string[]).map(({ length }) => length))).toBeLessThan(4500);
  });

  it('of another account are its own', async () => {
    const other = await newAccount();
    const [ours, theirs] = [await bastion.call('ListHostAuthorities'), await other.call('ListHostAuthorities')];
    expect(theirs.HostAuthorities[0].PublicKey).not.toBe(ours.HostAuthorities[0].PublicKey);
    expect(theirs.KnownHosts).toEqual([]);
  });

  it('refuses an unknown instance', async () => {
    const call = bastion.call('ListHostAuthorities', { InstanceId: 'bastionhost-cn-00000000000' });
    expect(await refusal(call)).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});

function host(parameters: Record<string, string>) {
  const local = { OSType: 'Linux', Source: 'Local', ActiveAddressType: 'Private', HostPrivateAddress: '10.0.0.1' };
  return { ...local, ...parameters };
}
