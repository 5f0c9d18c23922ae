import { refusal } from '../../support/api-clients.ts';
import { BastionApplication } from '../bastion-application.ts';
import { Pins } from '../pins.ts';

describe('GetHost', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  afterAll(() => bastion.stop());

  describe('answers', () => {
    it('with the fingerprint of the host key once it is pinned', async () => {
      const HostId = await bastion.host({ HostPrivateAddress: '10.2.0.1' });
      await bastion.call('ModifyHostsPort', { HostIds: [HostId], ProtocolName: 'SSH', Port: 2022 });
      const before = await bastion.call('GetHost', { HostId });
      expect(before.Host.Protocols).toEqual([{ ProtocolName: 'SSH', Port: 2022 }]);

      const fingerprint = await new Pins(bastion).pin('10.2.0.1', 2022);
      const { Host } = await bastion.call('GetHost', { HostId });
      expect(Host.Protocols[0].HostFingerPrint).toBe(fingerprint);
      expect(fingerprint).toMatch(/^ssh-ed25519\|([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
    });

    it('with Release for a host whose ECS instance has left the inventory', async () => {
      const HostId = await bastion.ecsHost('i-released');
      await bastion.removeInstance('i-released');
      const { Host } = await bastion.call('GetHost', { HostId });
      expect(Host).toMatchObject({ SourceInstanceId: 'i-released', SourceInstanceState: 'Release' });
    });
  });

  describe('refuses parameters', () => {
    it.each([
      ['no id', undefined, 'MissingHostId'],
      ['a name for an id', 'web-01', 'InvalidParameter'],
      ['an id that no database could hold', '9'.repeat(30), 'InvalidParameter'],
    ])('%s', async (_, HostId, code) => {
      await expect(refusal(bastion.call('GetHost', { HostId }))).resolves.toMatchObject({ code, status: 400 });
    });
  });

  describe('refuses state', () => {
    it('an unknown host, with the status that the vendor documents', async () => {
      await expect(refusal(bastion.call('GetHost', { HostId: '999999' }))).resolves.toMatchObject({
        code: 'HostNotFound',
        status: 400,
      });
    });
  });
});
