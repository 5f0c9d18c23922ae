import { refusal } from '../../support/api-clients.ts';
import { call } from '../../support/signed-request.ts';
import { BastionApplication } from '../bastion-application.ts';
import { Pins } from '../pins.ts';

describe('DeleteHost', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  afterAll(() => bastion.stop());

  it('deletes the host with its accounts and their grants', async () => {
    const HostId = await bastion.host();
    const HostAccountId = await bastion.account(HostId);
    const UserId = await bastion.user('alice');
    await bastion.attach(UserId, HostId, [HostAccountId]);
    await bastion.call('DeleteHost', { HostId });
    await expect(refusal(bastion.call('GetHost', { HostId }))).resolves.toMatchObject({ code: 'HostNotFound' });
    await expect(refusal(bastion.call('GetHostAccount', { HostAccountId }))).resolves.toMatchObject({
      code: 'HostAccountNotFound',
    });
    await expect(bastion.call('ListHostAccountsForUser', { UserId, HostId })).resolves.toMatchObject({
      HostAccounts: [],
    });
  });

  it('forgets the pinned host key', async () => {
    const pins = new Pins(bastion);
    const HostId = await bastion.host({ HostPrivateAddress: '10.4.0.1' });
    await pins.pin('10.4.0.1');
    await bastion.call('DeleteHost', { HostId });
    await expect(pins.isPinned('10.4.0.1')).resolves.toBe(false);
  });

  it('keeps the pinned host key of a server that is registered as an instance, until that is deleted too', async () => {
    const pins = new Pins(bastion);
    const HostId = await bastion.ecsHost('i-reinstalled');
    await pins.pin('192.0.2.10', 2222);
    await bastion.call('DeleteHost', { HostId });
    await expect(pins.isPinned('192.0.2.10', 2222)).resolves.toBe(true);
    await bastion.removeInstance('i-reinstalled');
    await expect(pins.isPinned('192.0.2.10', 2222)).resolves.toBe(false);
    await expect(bastion.ecsHost('i-reinstalled')).resolves.toMatch(/^\d+$/);
    await bastion.removeInstance('i-reinstalled');
  });

  it('leaves the ECS instance in the inventory, so that the host can be created again', async () => {
    const HostId = await bastion.ecsHost('i-again');
    await bastion.call('DeleteHost', { HostId });
    await expect(
      bastion.host({ Source: 'Ecs', SourceInstanceId: 'i-again', InstanceRegionId: 'cn-hangzhou' }),
    ).resolves.toMatch(/^\d+$/);
  });

  it('refuses an unknown host with the code that Terraform takes for success', async () => {
    const answer = await call(
      bastion.app,
      [
        ['Action', 'DeleteHost'],
        ['InstanceId', bastion.instanceId],
        ['HostId', '999999'],
      ],
      { protocol: { Version: '2019-12-09' } },
    );
    expect(answer).toMatchObject({
      status: 400,
      body: { Code: 'HostNotFound', Message: 'The host is not found.', ErrorCode: 'OBJECT_NOT_FOUND' },
    });
    expect(answer.body).toHaveProperty('HostId', '127.0.0.1');
    expect(answer.body).toHaveProperty('Recommend');
  });

  it('refuses parameters: no host', async () => {
    await expect(refusal(bastion.call('DeleteHost'))).resolves.toMatchObject({ code: 'MissingHostId', status: 400 });
  });
});
