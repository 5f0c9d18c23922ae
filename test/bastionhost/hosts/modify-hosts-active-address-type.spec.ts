import { refusal, type Members } from '../../support/api-clients.ts';
import { BastionApplication } from '../bastion-application.ts';
import { Pins } from '../pins.ts';

describe('ModifyHostsActiveAddressType', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  afterAll(() => bastion.stop());

  const both = { HostPrivateAddress: '10.8.0.1', HostPublicAddress: '198.51.100.8' };
  const modify = async (HostIds: unknown, ActiveAddressType = 'Public'): Promise<Members[]> =>
    (await bastion.call('ModifyHostsActiveAddressType', { HostIds, ActiveAddressType })).Results;

  it('answers for each host, whether it exists and has such an address', async () => {
    const [HostId, other] = [await bastion.host(both), await bastion.host()];
    expect(await modify([HostId, '999999', Number(other)])).toEqual([
      { HostId, Code: 'OK', Message: '' },
      { HostId: '999999', Code: 'OBJECT_NOT_FOUND', Message: '' },
      { HostId: other, Code: 'INVALID_ARGUMENT', Message: '' },
    ]);
    const typeOf = async (id: string) => (await bastion.call('GetHost', { HostId: id })).Host.ActiveAddressType;
    expect([await typeOf(HostId), await typeOf(other)]).toEqual(['Public', 'Private']);
    expect(await modify([HostId], 'Private')).toEqual([{ HostId, Code: 'OK', Message: '' }]);
    expect(await typeOf(HostId)).toBe('Private');
  });

  it('and forgets the host key that was pinned at the address that is no longer dialled', async () => {
    const pins = new Pins(bastion);
    const HostPrivateAddress = '10.8.0.2';
    const HostId = await bastion.host({ ...both, HostPrivateAddress });
    await pins.pin(HostPrivateAddress);
    await modify([HostId]);
    expect(await pins.isPinned(HostPrivateAddress)).toBe(false);
  });

  it.each([
    ['no hosts', { HostIds: undefined }, 'MissingHostIds'],
    ['no type', { ActiveAddressType: undefined }, 'MissingActiveAddressType'],
    ['hosts that are not a list', { HostIds: '7' }, 'InvalidParameter'],
    ['101 hosts', { HostIds: Array.from({ length: 101 }, (_, n) => String(n + 1)) }, 'InvalidParameter'],
    ['another type', { ActiveAddressType: 'Both' }, 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    const request = { HostIds: ['1'], ActiveAddressType: 'Public', ...parameters };
    expect(await refusal(bastion.call('ModifyHostsActiveAddressType', request))).toMatchObject({ code, status: 400 });
  });

  it('refuses an unknown instance', async () => {
    const request = { InstanceId: 'bastionhost-cn-00000000000', HostIds: ['1'], ActiveAddressType: 'Public' };
    const call = bastion.call('ModifyHostsActiveAddressType', request);
    expect(await refusal(call)).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
