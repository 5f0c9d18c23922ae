import { refusal } from '../../support/api-clients.ts';
import { newAccount, region, type BastionAccount } from '../bastion-account.ts';

describe('CreateHost', () => {
  let bastion: BastionAccount;
  beforeAll(async () => {
    bastion = await newAccount();
  });

  const local = {
    HostName: 'db-01',
    Source: 'Local',
    OSType: 'Linux',
    ActiveAddressType: 'Private',
    HostPrivateAddress: '10.0.0.1',
  };

  describe('answers', () => {
    it('with the id of a local host, decimal digits in a string', async () => {
      const { HostId } = await bastion.call('CreateHost', { ...local, Comment: 'the\nfirst' });
      expect(HostId).toMatch(/^\d+$/);
      const { Host } = await bastion.call('GetHost', { HostId });
      expect(Host).toEqual({
        ...local,
        HostId,
        Comment: 'the\nfirst',
        HostPublicAddress: '',
        NetworkDomainId: '1',
        PrefKex: 'default',
        Protocols: [{ ProtocolName: 'SSH', Port: 22 }],
      });
    });

    it('with a Windows host that speaks RDP', async () => {
      const HostId = await bastion.host({
        OSType: 'Windows',
        ActiveAddressType: 'Public',
        HostPublicAddress: 'win.example.com',
      });
      const { Host } = await bastion.call('GetHost', { HostId });
      expect(Host).toMatchObject({ OSType: 'Windows', HostPublicAddress: 'win.example.com' });
      expect(Host.Protocols).toEqual([{ ProtocolName: 'RDP', Port: 3389 }]);
    });

    it('with an ECS host whose address and port come from the inventory', async () => {
      const HostId = await bastion.ecsHost('i-inventory');
      const { Host } = await bastion.call('GetHost', { HostId });
      expect(Host).toMatchObject({
        Source: 'Ecs',
        SourceInstanceId: 'i-inventory',
        SourceInstanceState: 'Normal',
        HostPrivateAddress: '192.0.2.10',
        Protocols: [{ ProtocolName: 'SSH', Port: 2222 }],
      });
    });

    it('with an ECS host at the given address', async () => {
      const HostId = await bastion.ecsHost('i-elsewhere', { HostPrivateAddress: '10.1.1.1' });
      const { Host } = await bastion.call('GetHost', { HostId });
      expect(Host.HostPrivateAddress).toBe('10.1.1.1');
    });

    it('a local host, whatever ECS instance is named', async () => {
      const { HostId } = await bastion.call('CreateHost', {
        ...local,
        SourceInstanceId: 'i-1',
        InstanceRegionId: region,
      });
      const { Host } = await bastion.call('GetHost', { HostId });
      expect(Host).toMatchObject({ Source: 'Local' });
      expect(Host.SourceInstanceId ?? '').toBe('');
    });

    it('to a client that sends parameters without effect as empty strings', async () => {
      await expect(
        bastion.call('CreateHost', { ...local, ProjectId: '', NetworkDomainId: '', RegionId: 'eu-central-1' }),
      ).resolves.toHaveProperty('HostId');
    });
  });

  describe('refuses parameters', () => {
    it.each([
      ['without a name', { HostName: undefined }, 'MissingHostName'],
      ['without a source', { Source: undefined }, 'MissingSource'],
      ['without an instance', { InstanceId: undefined }, 'MissingInstanceId'],
      ['a name of 129 characters', { HostName: 'a'.repeat(129) }, 'InvalidParameter'],
      ['a name with a control character', { HostName: 'web\u001b[31m' }, 'InvalidParameter'],
      ['a name with @, which separates the host at logon', { HostName: 'root@web-01' }, 'InvalidParameter'],
      ['a name with an invisible character', { HostName: 'web\u200b-01' }, 'InvalidParameter'],
      ['a name with a blank at its end', { HostName: 'web-01 ' }, 'InvalidParameter'],
      ['a name with a blank before it', { HostName: ' web-01' }, 'InvalidParameter'],
      ['a name with two blanks in a row', { HostName: 'web  01' }, 'InvalidParameter'],
      ['a name with a no-break space', { HostName: 'web\u00a001' }, 'InvalidParameter'],
      ['a name with a decomposed character', { HostName: 'cafe\u0301' }, 'InvalidParameter'],
      ['a name with a full-width letter', { HostName: 'ｗeb-01' }, 'InvalidParameter'],
      ['a comment of 501 characters', { Comment: 'a'.repeat(501) }, 'InvalidParameter'],
      ['an invalid address', { HostPrivateAddress: '10.0.0.1; reboot' }, 'InvalidParameter'],
      ['no address of the active type', { HostPrivateAddress: undefined }, 'InvalidParameter'],
      ['only the address of the other type', { ActiveAddressType: 'Public' }, 'InvalidParameter'],
      ['an unknown system', { OSType: 'BeOS' }, 'InvalidParameter'],
      [
        'a source that is not built',
        { Source: 'Rds', SourceInstanceId: 'rm-1', InstanceRegionId: region },
        'InvalidParameter',
      ],
      ['a project', { ProjectId: 1 }, 'InvalidParameter'],
      ['an ECS host without its instance', { Source: 'Ecs', InstanceRegionId: region }, 'InvalidParameter'],
      ['an ECS host without its region', { Source: 'Ecs', SourceInstanceId: 'i-1' }, 'InvalidParameter'],
      ['a network domain that is none', { NetworkDomainId: 'x' }, 'InvalidParameter'],
      ['another owner', { InstanceMemberId: 1 }, 'InvalidParameter'],
      ['an unknown parameter', { HostNam: 'x' }, 'InvalidParameter'],
    ])('%s', async (_, parameters, code) => {
      await expect(refusal(bastion.call('CreateHost', { ...local, ...parameters }))).resolves.toMatchObject({
        code,
        status: 400,
      });
    });
  });

  it("names the wrong parameter, which the vendor's text does not", async () => {
    const error = await bastion
      .call('CreateHost', { ...local, HostPrivateAddress: 'no address' })
      .catch((thrown) => thrown);
    expect(error.data).toMatchObject({ Message: 'The argument is invalid.', Parameter: 'HostPrivateAddress' });
  });

  describe('refuses state', () => {
    it('an unknown network domain', async () => {
      const call = bastion.call('CreateHost', { ...local, NetworkDomainId: '999999999' });
      await expect(refusal(call)).resolves.toMatchObject({ code: 'NetworkDomainNotFound', status: 404 });
    });

    it('an unknown instance', async () => {
      await expect(
        refusal(bastion.call('CreateHost', { ...local, InstanceId: 'bastionhost-cn-0' })),
      ).resolves.toMatchObject({
        code: 'Commodity.BizError.InvalidStatus',
        status: 400,
      });
    });

    it('an ECS instance that is not in the inventory, or in another region', async () => {
      await bastion.registerInstance('i-hangzhou');
      const ecs = { ...local, Source: 'Ecs' };
      const unknown = { ...ecs, SourceInstanceId: 'i-unknown', InstanceRegionId: region };
      const elsewhere = { ...ecs, SourceInstanceId: 'i-hangzhou', InstanceRegionId: 'cn-beijing' };
      await expect(refusal(bastion.call('CreateHost', unknown))).resolves.toMatchObject({ code: 'InvalidParameter' });
      await expect(refusal(bastion.call('CreateHost', elsewhere))).resolves.toMatchObject({ code: 'InvalidParameter' });
    });

    it('an ECS instance that is already a host, also when both are created at the same time', async () => {
      await bastion.registerInstance('i-twice');
      const ecs = { ...local, Source: 'Ecs', SourceInstanceId: 'i-twice', InstanceRegionId: region };
      const both = await Promise.allSettled([bastion.call('CreateHost', ecs), bastion.call('CreateHost', ecs)]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(refusal(bastion.call('CreateHost', ecs))).resolves.toMatchObject({
        code: 'HostAlreadyExists',
        status: 400,
      });
    });
  });
});
