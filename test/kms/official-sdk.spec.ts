import exported from '@alicloud/kms20160120';
import { newAccount } from './kms-account.ts';

const kms = await newAccount();

interface Client {
  createKey(request: object): Promise<{ keyMetadata: { keyId: string } }>;
  createSecret(request: object): Promise<{ arn: string }>;
  putSecretValue(request: object): Promise<{ versionStages: { versionStage: string[] } }>;
  getSecretValue(request: object): Promise<{ secretData: string; versionStages: { versionStage: string[] } }>;
  listSecretVersionIds(request: object): Promise<{ versionIds: { versionId: { versionId: string }[] } }>;
  updateSecretVersionStage(request: object): Promise<object>;
  listSecrets(request: object): Promise<{ totalCount: number; secretList: { secret: { secretName: string }[] } }>;
  describeSecret(request: object): Promise<{ tags: { tag: { tagKey: string }[] }; encryptionKeyId: string }>;
  deleteSecret(request: object): Promise<{ plannedDeleteTime: string }>;
  restoreSecret(request: object): Promise<{ secretName: string }>;
  getRandomPassword(request: object): Promise<{ randomPassword: string }>;
  tagResource(request: object): Promise<object>;
  untagResource(request: object): Promise<object>;
  listResourceTags(request: object): Promise<{ tags: { tag: { keyId: string; tagKey: string; tagValue: string }[] } }>;
  encrypt(request: object): Promise<{ ciphertextBlob: string; keyId: string }>;
  decrypt(request: object): Promise<{ plaintext: string; keyVersionId: string }>;
  generateDataKey(request: object): Promise<{ ciphertextBlob: string; plaintext: string }>;
}

// A CommonJS module: its default import holds all its exports.
type Module = { default: new (config: object) => Client } & Record<string, new (members: object) => object>;
const { default: Client, ...models } = exported as unknown as Module;
const model = (name: string, members: object) => new (models[name] as new (members: object) => object)(members);

describe("the vendor's KMS client", () => {
  let client: Client;
  beforeAll(async () => {
    client = new Client({
      ...kms.app.rootAccessKey,
      endpoint: new URL(kms.app.url).host,
      protocol: 'http',
      regionId: 'cn-hangzhou',
    });
  });

  it('takes a secret through its life', async () => {
    const { keyMetadata } = await client.createKey(model('CreateKeyRequest', { description: 'by the client' }));
    const secretName = 'app/db+1=x';
    const created = await client.createSecret(
      model('CreateSecretRequest', {
        secretName,
        versionId: 'v1',
        secretData: 'p&=+ ~*x',
        encryptionKeyId: keyMetadata.keyId,
        tags: '[{"TagKey":"a","TagValue":"b"}]',
      }),
    );
    expect(created.arn).toContain(secretName);
    const put = await client.putSecretValue(
      model('PutSecretValueRequest', { secretName, versionId: 'v2', secretData: 'second' }),
    );
    expect(put.versionStages.versionStage).toEqual(['ACSCurrent']);
    await client.updateSecretVersionStage(
      model('UpdateSecretVersionStageRequest', { secretName, versionStage: 'ACSCurrent', moveToVersion: 'v1' }),
    );
    const value = await client.getSecretValue(model('GetSecretValueRequest', { secretName }));
    expect(value.secretData).toBe('p&=+ ~*x');
    const { versionIds } = await client.listSecretVersionIds(model('ListSecretVersionIdsRequest', { secretName }));
    expect(versionIds.versionId.map(({ versionId }) => versionId)).toEqual(['v2', 'v1']);
    const described = await client.describeSecret(model('DescribeSecretRequest', { secretName, fetchTags: 'true' }));
    expect(described).toMatchObject({ encryptionKeyId: keyMetadata.keyId, tags: { tag: [{ tagKey: 'a' }] } });
    const { totalCount, secretList } = await client.listSecrets(model('ListSecretsRequest', { pageSize: 5 }));
    expect([totalCount, secretList.secret[0]?.secretName]).toEqual([1, secretName]);
    await client.deleteSecret(model('DeleteSecretRequest', { secretName, recoveryWindowInDays: '7' }));
    await expect(client.getSecretValue(model('GetSecretValueRequest', { secretName }))).rejects.toMatchObject({
      // The client appends `Error` to the code.
      code: expect.stringMatching(/^Rejected\.ResourceInDeleteWindow/),
    });
    expect((await client.restoreSecret(model('RestoreSecretRequest', { secretName }))).secretName).toBe(secretName);
  });

  it('tags a key and a secret, and generates a password for it', async () => {
    const { randomPassword: secretData } = await client.getRandomPassword(
      model('GetRandomPasswordRequest', { passwordLength: '24', excludePunctuation: 'true' }),
    );
    expect(secretData).toMatch(/^[A-Za-z0-9]{24}$/);
    const secretName = 'app/random';
    await client.createSecret(model('CreateSecretRequest', { secretName, versionId: 'v1', secretData }));
    const { keyMetadata } = await client.createKey(model('CreateKeyRequest', {}));
    const { keyId } = keyMetadata;
    const tags = '[{"TagKey":"team","TagValue":"red"},{"TagKey":"env","TagValue":"dev"}]';
    await client.tagResource(model('TagResourceRequest', { keyId, tags }));
    await client.tagResource(model('TagResourceRequest', { secretName, tags }));
    await client.untagResource(model('UntagResourceRequest', { keyId, tagKeys: '["env"]' }));
    const listed = await client.listResourceTags(model('ListResourceTagsRequest', { keyId }));
    expect(listed.tags.tag).toEqual([{ keyId, tagKey: 'team', tagValue: 'red' }]);
    const described = await client.describeSecret(model('DescribeSecretRequest', { secretName, fetchTags: 'true' }));
    expect(described.tags.tag.map(({ tagKey }) => tagKey)).toEqual(['team', 'env']);
  });

  it('encrypts, decrypts and generates data keys', async () => {
    const { keyMetadata } = await client.createKey(model('CreateKeyRequest', {}));
    const { keyId } = keyMetadata;
    const plaintext = Buffer.from('p&=+ ~*x').toString('base64');
    const encryptionContext = '{"tenant":"a/b","purpose":"x"}';
    const encrypted = await client.encrypt(model('EncryptRequest', { keyId, plaintext, encryptionContext }));
    const { ciphertextBlob } = encrypted;
    const opened = await client.decrypt(model('DecryptRequest', { ciphertextBlob, encryptionContext }));
    expect(opened.plaintext).toBe(plaintext);
    const dataKey = await client.generateDataKey(model('GenerateDataKeyRequest', { keyId, numberOfBytes: 24 }));
    const again = await client.decrypt(model('DecryptRequest', { ciphertextBlob: dataKey.ciphertextBlob }));
    expect(again.plaintext).toBe(dataKey.plaintext);
    expect(Buffer.from(again.plaintext, 'base64')).toHaveLength(24);
  });
});
