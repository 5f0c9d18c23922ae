import { refusal, type Members } from '../../support/api-clients.ts';
import { BastionApplication } from '../bastion-application.ts';

describe('ListImportableKMSSecretsForHost', () => {
  let bastion: BastionApplication;
  let HostId: string;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
    HostId = await bastion.ecsHost('i-web');
    await bastion.registerInstance('i-other');
    await bastion.passwordSecret('acs/ecs/b-root', 'i-web', {
      Tags: JSON.stringify([{ TagKey: 'env', TagValue: 'prod' }]),
    });
    await bastion.passwordSecret('acs/ecs/a-deploy', 'i-web');
    await bastion.keySecret('acs/ecs/c-key', 'i-web', 'admin');
    await bastion.passwordSecret('acs/ecs/other', 'i-other');
    await bastion.kmsCall('CreateSecret', { SecretName: 'generic', VersionId: 'v1', SecretData: 'x' });
    await bastion.passwordSecret('acs/ecs/deleted', 'i-web');
    await bastion.kmsCall('DeleteSecret', { SecretName: 'acs/ecs/deleted' });
  });
  afterAll(() => bastion.stop());

  async function names(parameters: Members = {}): Promise<string[]> {
    const { Secrets } = await bastion.call('ListImportableKMSSecretsForHost', { HostId, ...parameters });
    return Secrets.map(({ SecretName }: Members) => SecretName);
  }

  describe('answers', () => {
    it("with the secrets of the host's ECS instance, by name, with their tags as JSON text", async () => {
      const answer = await bastion.call('ListImportableKMSSecretsForHost', { HostId });
      expect(answer).toEqual({
        RequestId: expect.any(String),
        MaxResults: 20,
        Secrets: [
          { SecretName: 'acs/ecs/a-deploy', SecretType: 'ECS', Tags: '[]' },
          { SecretName: 'acs/ecs/b-root', SecretType: 'ECS', Tags: '[{"TagKey":"env","TagValue":"prod"}]' },
          { SecretName: 'acs/ecs/c-key', SecretType: 'ECS', Tags: '[]' },
        ],
      });
    });

    it('by a part of the name, and without naming the instance', async () => {
      await expect(names({ Keyword: 'root', InstanceId: undefined })).resolves.toEqual(['acs/ecs/b-root']);
      await expect(names({ Keyword: 'nothing' })).resolves.toEqual([]);
    });

    it('page by page, with a NextToken until the last one', async () => {
      const first = await bastion.call('ListImportableKMSSecretsForHost', { HostId, MaxResults: 2 });
      expect(first.Secrets).toHaveLength(2);
      const second = await bastion.call('ListImportableKMSSecretsForHost', {
        HostId,
        MaxResults: 2,
        NextToken: first.NextToken,
      });
      expect(second.Secrets.map(({ SecretName }: Members) => SecretName)).toEqual(['acs/ecs/c-key']);
      expect(second).not.toHaveProperty('NextToken');
    });

    it('without those that the host already has', async () => {
      const host = await bastion.ecsHost('i-import');
      await bastion.passwordSecret('acs/ecs/import', 'i-import');
      await expect(names({ HostId: host })).resolves.toEqual(['acs/ecs/import']);
      await bastion.importSecret(host, 'acs/ecs/import');
      await expect(names({ HostId: host })).resolves.toEqual([]);
    });
  });

  it("reads KMS as the bastion's service role", async () => {
    const { RequestId } = await bastion.call('ListImportableKMSSecretsForHost', { HostId });
    const rows = await bastion.audit(RequestId);
    expect(rows).toContainEqual(
      expect.objectContaining({
        action: 'ListSecrets',
        caller: expect.stringContaining('role/aliyunserviceroleforbastionhost'),
        result: 'OK',
      }),
    );
  });

  it.each([
    ['no host', { HostId: undefined }, 'MissingHostId'],
    ['a name for an id', { HostId: 'web-01' }, 'InvalidParameter'],
    ['101 results', { MaxResults: 101 }, 'InvalidParameter'],
    ['an invalid token', { NextToken: '*' }, 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    const list = bastion.call('ListImportableKMSSecretsForHost', { HostId, ...parameters });
    await expect(refusal(list)).resolves.toMatchObject({ code, status: 400 });
  });

  it('refuses state: a local host, and one that does not exist', async () => {
    const local = await bastion.host();
    await expect(refusal(bastion.call('ListImportableKMSSecretsForHost', { HostId: local }))).resolves.toMatchObject({
      code: 'InvalidParameter',
      status: 400,
    });
    await expect(refusal(bastion.call('ListImportableKMSSecretsForHost', { HostId: 999_999 }))).resolves.toMatchObject({
      code: 'HostNotFound',
    });
  });
});
