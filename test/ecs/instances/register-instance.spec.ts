import { Instances } from '../../../src/ecs/instances.api.ts';
import { InstancesService } from '../../../src/ecs/instances/instances.ts';
import { generateSshKeyPair } from '../../../src/ssh/keys.ts';
import { refusal } from '../../support/api-clients.ts';
import { region } from '../ecs-account.ts';
import { EcsApplication } from '../ecs-application.ts';

const server = { InstanceName: 'web-01', Address: '10.0.0.1' };

describe('RegisterInstance', () => {
  let ecs: EcsApplication;

  beforeAll(async () => {
    ecs = await EcsApplication.start();
  });
  afterAll(() => ecs.app.stop());

  const stored = () => ecs.app.database.dataSource.query('select * from ecs_instances');

  describe('answers', () => {
    it('with an id of the vendor’s form', async () => {
      expect(await ecs.call('RegisterInstance', server)).toEqual({
        RequestId: expect.any(String),
        InstanceId: expect.stringMatching(/^i-[a-z0-9]{20}$/),
      });
    });

    it('with the id that was asked for; other products find the server by it', async () => {
      const parameters = { ...server, InstanceId: 'i-web2', Port: 2222, OSType: 'Linux', RegionId: 'cn-beijing' };
      expect(await ecs.call('RegisterInstance', parameters)).toMatchObject({ InstanceId: 'i-web2' });
      const instances = ecs.app.get(Instances);
      expect(await instances.find({ ...ecs.root, region: 'cn-beijing' }, 'i-web2')).toMatchObject({
        instanceName: 'web-01',
        address: '10.0.0.1',
        port: 2222,
        osType: 'Linux',
        region: 'cn-beijing',
      });
      expect(await instances.find({ ...ecs.root, region }, 'i-web2')).toBeUndefined();
      expect(await instances.find({ ...ecs.root, accountId: '1234567890123456' }, 'i-web2')).toBeUndefined();
    });

    it('and keeps the management credential sealed', async () => {
      const password = 'canary-of-management';
      const instanceId = await ecs.register({ ManagementUserName: 'admin', ManagementPassword: password });
      const managed = await ecs.app.get(InstancesService).managed(ecs.root, instanceId);
      expect(managed?.credential?.password?.reveal()).toBe(password);
      expect(managed?.credential?.userName).toBe('admin');
      const dump = JSON.stringify(await stored(), (_name, value: unknown) =>
        (value as { type?: string })?.type === 'Buffer'
          ? Buffer.from((value as { data: number[] }).data).toString('latin1')
          : value,
      );
      expect(dump).not.toContain(password);
    });

    it('and takes Administrator for the one who manages Windows', async () => {
      const instanceId = await ecs.register({ OSType: 'Windows', ManagementPassword: 'some-Passw0rd' });
      const managed = await ecs.app.get(InstancesService).managed(ecs.root, instanceId);
      expect(managed?.credential?.userName).toBe('Administrator');
    });

    it('and takes a private key with its passphrase', async () => {
      const { privateKey } = await generateSshKeyPair('ed25519');
      const instanceId = await ecs.register({ ManagementPrivateKey: privateKey.reveal() });
      const managed = await ecs.app.get(InstancesService).managed(ecs.root, instanceId);
      expect(managed?.credential).toMatchObject({ userName: 'root' });
      expect(managed?.credential?.privateKey?.reveal()).toBe(privateKey.reveal());
    });
  });

  describe('refuses parameters', () => {
    it.each([
      ['InstanceName', { InstanceName: 'x' }],
      ['InstanceName', { InstanceName: 'new\nline' }],
      ['Address', { Address: 'not an address' }],
      ['Address', { Address: '-rf' }],
      ['Port', { Port: 65536 }],
      ['Port', { Port: '22x' }],
      ['OSType', { OSType: 'Solaris' }],
      ['InstanceId', { InstanceId: 'web' }],
      ['ManagementUserName', { ManagementUserName: '-rf', ManagementPassword: 'x' }],
      ['ManagementPassword', { ManagementPassword: 'x', ManagementPrivateKey: 'y' }],
      ['ManagementPrivateKey', { ManagementPrivateKey: 'not a key' }],
      ['ManagementPassphrase', { ManagementPassphrase: 'x' }],
      ['Unknown', { Unknown: 'x' }],
    ])('%s', async (name, wrong) => {
      expect(await refusal(ecs.call('RegisterInstance', { ...server, ...wrong }))).toEqual({
        code: 'InvalidParameter',
        status: 400,
        message: `The specified parameter ${name} is not valid.`,
      });
    });

    it.each(['InstanceName', 'Address'])('without %s', async (name) => {
      expect(await refusal(ecs.call('RegisterInstance', { ...server, [name]: '' }))).toMatchObject({
        code: `Missing${name}`,
        message: `${name} is mandatory for this action.`,
      });
    });
  });

  it('refuses an id that is taken', async () => {
    await ecs.register({ InstanceId: 'i-taken' });
    expect(await refusal(ecs.register({ InstanceId: 'i-taken' }))).toMatchObject({
      code: 'InvalidInstanceId.Duplicate',
      status: 409,
    });
  });
});
