import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, region, type BastionAccount } from '../bastion-account.ts';

describe('ImportECSInstances', () => {
  let bastion: BastionAccount;
  beforeAll(async () => {
    bastion = await newAccount();
  });

  const importAll = (SourceInstanceIds: unknown, InstanceRegionId = region) =>
    bastion.call('ImportECSInstances', { InstanceRegionId, SourceInstanceIds });
  const codes = ({ Results }: Members) => Results.map(({ Code }: Members) => Code);

  describe('answers', () => {
    it('with a host for each instance, at its private address', async () => {
      const ids = ['i-one', 'i-two'];
      for (const id of ids) await bastion.registerInstance(id);
      const { Results } = await importAll(ids);
      expect(Results).toEqual(
        ids.map((SourceInstanceId) => ({ Code: 'OK', HostId: expect.any(String), Message: '', SourceInstanceId })),
      );
      const { Host } = await bastion.call('GetHost', { HostId: Results[1].HostId });
      expect(Host).toMatchObject({
        HostName: 'i-two',
        OSType: 'Linux',
        Source: 'Ecs',
        SourceInstanceId: 'i-two',
        SourceInstanceState: 'Normal',
        ActiveAddressType: 'Private',
        HostPrivateAddress: '192.0.2.10',
        Protocols: [{ ProtocolName: 'SSH', Port: 2222 }],
      });
    });

    it('with a code for each that is a host already or does not exist, and imports the others', async () => {
      await bastion.ecsHost('i-already');
      await bastion.registerInstance('i-fresh');
      const answer = await importAll(['i-already', 'i-none', 'i-fresh', 'i-fresh']);
      expect(codes(answer)).toEqual(['OBJECT_AlREADY_EXISTS', 'OBJECT_NOT_FOUND', 'OK', 'OBJECT_AlREADY_EXISTS']);
      expect(answer.Results[0]).not.toHaveProperty('HostId');
    });

    it('OBJECT_NOT_FOUND for instances of another region and of another account', async () => {
      await bastion.registerInstance('i-here');
      await (await newAccount()).registerInstance('i-theirs');
      expect(codes(await importAll(['i-here'], 'cn-beijing'))).toEqual(['OBJECT_NOT_FOUND']);
      expect(codes(await importAll(['i-theirs']))).toEqual(['OBJECT_NOT_FOUND']);
    });

    it('with the id for a name where engineers could not type that of the instance', async () => {
      const server = { InstanceName: 'root@web', InstanceId: 'i-named', Address: '192.0.2.10', Port: 22 };
      await bastion.app.pop('ecs').request('RegisterInstance', server);
      const { Results } = await importAll(['i-named']);
      const { Host } = await bastion.call('GetHost', { HostId: Results[0].HostId });
      expect(Host).toMatchObject({ HostName: 'i-named' });
    });

    it('OK once when two calls import the same instance at the same time', async () => {
      await bastion.registerInstance('i-race');
      const both = await Promise.all([importAll(['i-race']), importAll(['i-race'])]);
      expect(both.flatMap(codes).sort()).toEqual(['OBJECT_AlREADY_EXISTS', 'OK']);
    });
  });

  it.each([
    ['no region', { InstanceRegionId: undefined }, 'MissingInstanceRegionId'],
    ['no instances', { SourceInstanceIds: undefined }, 'MissingSourceInstanceIds'],
    ['an empty list', { SourceInstanceIds: [] }, 'InvalidParameter'],
    ['101 instances', { SourceInstanceIds: Array.from({ length: 101 }, (_, n) => `i-${n}`) }, 'InvalidParameter'],
    ['an instance that is no text', { SourceInstanceIds: [{}] }, 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    const request = { InstanceRegionId: region, SourceInstanceIds: ['i-x'], ...parameters };
    await expect(refusal(bastion.call('ImportECSInstances', request))).resolves.toMatchObject({ code, status: 400 });
  });
});
