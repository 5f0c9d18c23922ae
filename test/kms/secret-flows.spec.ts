import type { ApiClient, Members } from '../support/api-clients.ts';
import { call, callV3, type Pairs } from '../support/signed-request.ts';
import { ecsPassword, newAccount, region } from './kms-account.ts';
import { policyOf } from './ram-callers.ts';

const kms = await newAccount();

describe('the life of a managed secret', () => {
  const policy = () => policyOf({ Action: 'kms:GetSecretValue', Principal: { RAM: [`acs:ram::${kms.accountId}:*`] } });

  it.each<[string, () => ApiClient]>([
    ['pop-core, signature V1', () => kms.app.pop('kms')],
    ['openapi-client, signature V3', () => kms.app.openApi('kms')],
  ])('through %s, as the Terraform provider creates, reads and deletes it', async (_, clientOf) => {
    const client = clientOf();
    const SecretName = kms.newName('acs/ecs/web');
    const tags = { RegionId: region, ResourceType: 'secret', 'ResourceId.1': SecretName };
    await client.request('CreateSecret', {
      SecretName,
      VersionId: 'v1',
      ...ecsPassword(await kms.registerInstance(), { CommandId: '' }),
      EnableAutomaticRotation: 'true',
      RotationInterval: '7d',
      Tags: '[{"TagKey":"team","TagValue":"red"}]',
    });
    expect(await client.request('DescribeSecret', { SecretName })).toMatchObject({ RotationInterval: '604800s' });
    await client.request('UpdateSecretRotationPolicy', { SecretName, EnableAutomaticRotation: 'false' });
    await client.request('SetSecretPolicy', { SecretName, PolicyName: 'default', Policy: policy() });
    const read = await client.request('GetSecretPolicy', { SecretName, PolicyName: 'default' });
    expect(read.Policy).toBe(policy());
    await client.request('TagResources', { ...tags, 'Tag.1.Key': 'env', 'Tag.1.Value': 'dev' });
    await client.request('UntagResources', { ...tags, 'TagKey.1': 'team' });
    const listed = await client.request('ListTagResources', tags);
    const tag = { ResourceId: SecretName, ResourceType: 'secret', TagKey: 'env', TagValue: 'dev' };
    expect(listed.TagResources).toEqual({ TagResource: [tag] });
    const value = await client.request('GetSecretValue', { SecretName });
    expect(value).toMatchObject({ AutomaticRotation: 'Disabled', VersionStages: { VersionStage: ['ACSCurrent'] } });
    await client.request('DeleteSecret', { SecretName, ForceDeleteWithoutRecovery: 'true' });
    await expect(client.request('DescribeSecret', { SecretName })).rejects.toThrow(/Resource not found/);
  });

  describe('with Format=XML', () => {
    const sendV1 = async (Action: string, parameters: Members = {}) => {
      const pairs = Object.entries({ Action, Format: 'XML', ...parameters }) as unknown as Pairs;
      return (await call(kms.app, pairs, { method: 'POST', place: 'form' })).text;
    };
    const sendV3 = async (Action: string, parameters: Members = {}) => {
      const query = Object.entries({ Format: 'XML', ...parameters }) as unknown as Pairs;
      return (await callV3(kms.app, { query, headers: { 'x-acs-action': Action } })).text;
    };

    it.each([
      ['V1', sendV1],
      ['V3', sendV3],
    ])('over signature %s', async (_, send) => {
      const SecretName = await kms.createSecret({ SecretData: '<a> & "b"' });
      expect(await send('SetSecretPolicy', { SecretName, Policy: policy() })).toMatch(
        /<SetSecretPolicyResponse>.*<\/SetSecretPolicyResponse>$/s,
      );
      expect(await send('GetSecretPolicy', { SecretName })).toMatch(/<Policy>\{("|&quot;)Version("|&quot;):/);
      const batch = await send('BatchGetSecretValue', {
        'SecretsList.1.SecretName': SecretName,
        'SecretsList.2.SecretName': 'nothing',
      });
      expect(batch).toContain('<SecretData>&lt;a&gt; &amp; ');
      expect(batch).toContain('<Code>Forbidden.ResourceNotFound</Code>');
      expect(batch).toContain('<VersionStages><VersionStage>ACSCurrent</VersionStage></VersionStages>');
      await send('TagResources', {
        ResourceType: 'secret',
        'ResourceId.1': SecretName,
        'Tag.1.Key': 'a',
        'Tag.1.Value': '+',
      });
      expect(await send('ListTagResources', { ResourceType: 'secret', 'ResourceId.1': SecretName })).toMatch(
        /<TagResources><TagResource>.*<TagKey>a<\/TagKey><TagValue>\+<\/TagValue>/,
      );
      expect(await send('GetRandomPassword', { ExcludePunctuation: 'true' })).toMatch(
        /<RandomPassword>[A-Za-z0-9]{32}<\/RandomPassword>/,
      );
      expect(await send('TagResource', { SecretName: 'nothing', Tags: '[{"TagKey":"a","TagValue":"b"}]' })).toMatch(
        /<KMS>.*<Code>Forbidden\.ResourceNotFound<\/Code>/s,
      );
    });
  });
});
