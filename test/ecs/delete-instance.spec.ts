import { Instances } from '../../src/ecs/ecs.api.ts';
import { HostKeys } from '../../src/host-keys/host-keys.api.ts';
import { refusal } from '../support/api-clients.ts';
import { EcsApplication } from './ecs-application.ts';

describe('DeleteInstance', () => {
  let ecs: EcsApplication;

  beforeAll(async () => {
    ecs = await EcsApplication.start();
  });
  afterAll(() => ecs.app.stop());

  it('answers; the server is out of the inventory and its host key is forgotten', async () => {
    const InstanceId = await ecs.register({ Address: '10.1.1.1', Port: 2200 });
    const place = { accountId: ecs.accountId, address: '10.1.1.1', port: 2200 };
    const key = Buffer.from('0000000b7373682d65643235353139', 'hex');
    await ecs.app.get(HostKeys).trust(place, key);
    expect(await ecs.call('DeleteInstance', { InstanceId })).toEqual({ RequestId: expect.any(String) });
    expect(await ecs.app.get(Instances).find(ecs.root, InstanceId)).toBeUndefined();
    expect(await ecs.app.get(HostKeys).find(place)).toBeUndefined();
  });

  it('with DryRun only says what would happen', async () => {
    const InstanceId = await ecs.register();
    const call = ecs.call('DeleteInstance', { InstanceId, DryRun: 'true' });
    expect(await refusal(call)).toMatchObject({ code: 'DryRunOperation' });
    expect(await ecs.app.get(Instances).find(ecs.root, InstanceId)).toBeDefined();
  });

  it.each([
    ['one that there is not', { InstanceId: 'i-none' }],
    ['one of another region', { InstanceId: 'i-there', RegionId: 'cn-beijing' }],
  ])('refuses %s', async (_which, parameters) => {
    await ecs.register({ InstanceId: 'i-there' }).catch(() => undefined);
    expect(await refusal(ecs.call('DeleteInstance', parameters))).toMatchObject({
      code: 'InvalidInstanceId.NotFound',
      status: 404,
    });
  });
});
