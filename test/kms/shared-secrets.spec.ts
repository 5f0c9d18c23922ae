import { describeAction } from '../../src/gateway/action-description.ts';
import { ActionRegistry } from '../../src/gateway/registry.ts';
import { refusal, type ApiClient, type Members } from '../support/api-clients.ts';
import { region } from './kms-account.ts';
import type { ServiceAccount } from '../support/test-account.ts';
import { KmsApplication } from './kms-application.ts';
import { policyOf, ramUser } from './ram-callers.ts';

const tags = '[{"TagKey":"a","TagValue":"b"}]';

/** The parameters of each operation on one secret, given its name. */
const operations: Record<string, (SecretName: string) => Members> = {
  GetSecretValue: named(),
  DescribeSecret: named(),
  ListSecretVersionIds: named(),
  PutSecretValue: named({ VersionId: 'v9', SecretData: 'theirs' }),
  UpdateSecret: named({ Description: 'theirs' }),
  UpdateSecretVersionStage: named({ VersionStage: 'mine', MoveToVersion: 'v1' }),
  UpdateSecretRotationPolicy: named({ EnableAutomaticRotation: 'true', RotationInterval: '7d' }),
  DeleteSecret: named({ ForceDeleteWithoutRecovery: 'true' }),
  RestoreSecret: named(),
  RotateSecret: named({ VersionId: 'v9' }),
  GetSecretPolicy: named(),
  SetSecretPolicy: named({ Policy: policyOf({ Action: 'kms:*', Principal: { RAM: ['*'] } }) }),
  TagResource: named({ Tags: tags }),
  UntagResource: named({ TagKeys: '["a"]' }),
  TagResources: (name) => ({ ResourceType: 'secret', 'ResourceId.1': name, 'Tag.1.Key': 'a', 'Tag.1.Value': 'b' }),
  UntagResources: (name) => ({ ResourceType: 'secret', 'ResourceId.1': name, 'TagKey.1': 'a' }),
};
const managed = ['RotateSecret', 'UpdateSecretRotationPolicy'];

describe('a secret that its owner shares', () => {
  let kms: KmsApplication;
  let other: ServiceAccount;

  beforeAll(async () => {
    kms = await KmsApplication.start();
    other = await kms.app.another();
  });

  afterAll(() => kms.app.stop());

  const arnOf = (name: string) => `acs:kms:${region}:${kms.accountId}:secret/${name}`;
  const notFound = { code: expect.stringMatching(/^(Forbidden\.ResourceNotFound|InvalidResourceId\.NotFound)$/) };

  /** A secret that the operation can be called on, with a policy that lets `arn` do so. */
  async function secretFor(action: string, arn: string): Promise<string> {
    const SecretName = await (managed.includes(action) ? kms.createEcsSecret() : kms.createSecret({ Tags: tags }));
    const share = { Action: `kms:${action}`, Principal: { RAM: [arn] } };
    await kms.call('SetSecretPolicy', { SecretName, Policy: policyOf(share) });
    if (action === 'RestoreSecret') await kms.call('DeleteSecret', { SecretName });
    return SecretName;
  }

  const ask = (client: ApiClient, action: string, name: string) => client.request(action, operations[action]!(name));

  it('is tried with every operation that takes the name of one secret', () => {
    const actions = kms.app.get(ActionRegistry).all().map(describeAction);
    const ofOne = actions.filter(
      ({ product, action, parameters }) =>
        product === 'kms' && action !== 'CreateSecret' && parameters.some(({ name }) => name === 'SecretName'),
    );
    expect(ofOne.map(({ action }) => action).filter((action) => !(action in operations))).toEqual([]);
    expect(ofOne.length).toBeGreaterThan(10);
  });

  it.each(Object.keys(operations))(
    'is accessible to %s when the other side allows it too, and only by ARN',
    async (action) => {
      const user = await ramUser(kms, [{ Action: `kms:${action}` }], other);
      const SecretName = await secretFor(action, user.arn);
      await expect(ask(user.kms, action, SecretName)).rejects.toMatchObject(notFound);
      const answer = await ask(user.kms, action, arnOf(SecretName));
      expect(answer['Arn'] ?? arnOf(SecretName)).toBe(arnOf(SecretName));
    },
  );

  it.each(Object.keys(operations))('is unknown to %s when only one side allows it', async (action) => {
    const stranger = await ramUser(kms, [{ Action: `kms:${action}` }], other);
    const powerless = await ramUser(kms, [], other);
    const SecretName = await secretFor(action, powerless.arn);
    for (const user of [stranger, powerless])
      expect(await refusal(ask(user.kms, action, arnOf(SecretName)))).toMatchObject(notFound);
  });

  it('is rotated in the account of its owner, whoever asked', async () => {
    const user = await ramUser(kms, [{ Action: 'kms:RotateSecret' }], other);
    const SecretName = await secretFor('RotateSecret', user.arn);
    const dryRun = { SecretName: arnOf(SecretName), VersionId: 'v9', DryRun: 'true' };
    expect(await refusal(user.kms.request('RotateSecret', dryRun))).toMatchObject({
      code: 'ValidationError',
      message: expect.stringContaining('unreachable'),
    });
    await ask(user.kms, 'RotateSecret', arnOf(SecretName));
    const rows = await kms.query(
      'select r.account_id, r.version_id from kms_rotations r join kms_secrets s using (account_id, region, secret_id) where s.name = $1',
      [SecretName],
    );
    expect(rows).toEqual([{ account_id: kms.accountId, version_id: 'v9' }]);
  });
});

function named(parameters: Members = {}): (SecretName: string) => Members {
  return (SecretName) => ({ ...parameters, SecretName });
}
