import { refusal } from '../../support/api-clients.ts';
import { BastionApplication } from '../bastion-application.ts';
import { Pins } from '../pins.ts';

describe('ModifyHostsPort', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  afterAll(() => bastion.stop());

  const ssh = { ProtocolName: 'SSH', Port: 2222 };

  describe('answers', () => {
    it('for each host, whether it exists and speaks the protocol', async () => {
      const linux = await bastion.host();
      const windows = await bastion.host({ OSType: 'Windows' });
      const { Results } = await bastion.call('ModifyHostsPort', { ...ssh, HostIds: [linux, '999999', windows] });
      expect(Results).toEqual([
        { HostId: linux, Code: 'OK', Message: '' },
        { HostId: '999999', Code: 'OBJECT_NOT_FOUND', Message: '' },
        { HostId: windows, Code: 'INVALID_ARGUMENT', Message: '' },
      ]);
      const { Host } = await bastion.call('GetHost', { HostId: linux });
      expect(Host.Protocols).toEqual([{ ProtocolName: 'SSH', Port: 2222 }]);
    });

    it('to ids that are numbers', async () => {
      const HostId = await bastion.host();
      const { Results } = await bastion.call('ModifyHostsPort', { ...ssh, HostIds: [Number(HostId)] });
      expect(Results).toEqual([{ HostId, Code: 'OK', Message: '' }]);
    });

    it('and forgets the host key that was pinned at the old port', async () => {
      const pins = new Pins(bastion);
      const HostId = await bastion.host({ HostPrivateAddress: '10.5.0.1' });
      await pins.pin('10.5.0.1');
      await bastion.call('ModifyHostsPort', { ...ssh, HostIds: [HostId] });
      await expect(pins.isPinned('10.5.0.1')).resolves.toBe(false);
    });
  });

  describe('refuses parameters', () => {
    it.each([
      ['no hosts', { HostIds: undefined }, 'MissingHostIds'],
      ['hosts that are not a list', { HostIds: '7' }, 'InvalidParameter'],
      ['an invalid id', { HostIds: ['1; drop table'] }, 'InvalidParameter'],
      ['101 hosts', { HostIds: Array.from({ length: 101 }, (_, n) => String(n + 1)) }, 'InvalidParameter'],
      ['a port below 22', { Port: 21 }, 'InvalidParameter'],
      ['a port above 65535', { Port: 65_536 }, 'InvalidParameter'],
      ['another protocol', { ProtocolName: 'Telnet' }, 'InvalidParameter'],
    ])('%s', async (_, parameters, code) => {
      const request = bastion.call('ModifyHostsPort', { ...ssh, HostIds: ['1'], ...parameters });
      await expect(refusal(request)).resolves.toMatchObject({ code, status: 400 });
    });
  });
});
