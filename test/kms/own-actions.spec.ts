import { randomBytes } from 'node:crypto';
import { SecretPurge } from '../../src/kms/secrets/secret-purge.ts';
import { eventually } from '../support/eventually.ts';
import type { Members } from '../support/api-clients.ts';
import { wrapped } from './key-material.ts';
import { days, region } from './kms-account.ts';
import { KmsApplication } from './kms-application.ts';

describe('what KMS does by itself', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const byItself = (action: string, resource: string) =>
    kms.query<Members>(
      `select caller_kind, caller_arn, account_id, region, source_address, product, result from audit_events
       where action = $1 and resource = $2 and caller_kind = 'Service'`,
      [action, resource],
    );
  const itself = () => ({
    caller_kind: 'Service',
    caller_arn: 'kms.aliyuncs.com',
    account_id: kms.accountId,
    region,
    source_address: 'internal',
    product: 'kms',
    result: 'OK',
  });

  async function expectOnce(action: string, resource: string): Promise<void> {
    await eventually(`${action} is recorded`, async () => (await byItself(action, resource)).length > 0);
    expect(await byItself(action, resource)).toEqual([itself()]);
  }

  it('is recorded: a key is rotated', async () => {
    const { Arn } = await kms.createKey({ EnableAutomaticRotation: 'true', RotationInterval: '7d' });
    kms.app.clock.advance(days(30));
    await expectOnce('CreateKeyVersion', Arn);
  });

  it('is recorded: a key is deleted when its waiting period is over', async () => {
    const { KeyId, Arn } = await kms.createKey();
    await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
    expect(await byItself('DeleteKey', Arn)).toEqual([]);
    kms.app.clock.advance(days(7) + 1_000);
    await expectOnce('DeleteKey', Arn);
  });

  it('is recorded: imported key material expires', async () => {
    const { KeyId, Arn } = await kms.createKey({ Origin: 'EXTERNAL' });
    const expiry = Math.floor(kms.app.clock.now().getTime() / 1_000) + 3_600;
    const material = await wrapped(kms, KeyId, randomBytes(32));
    await kms.call('ImportKeyMaterial', { ...material, KeyMaterialExpireUnix: expiry });
    kms.app.clock.advance(3_601_000);
    await expectOnce('DeleteKeyMaterial', Arn);
  });

  it('is recorded: a secret is purged, or makes room for another one of its name', async () => {
    const purged = await kms.createSecret();
    const replaced = await kms.createSecret();
    const arnOf = async (SecretName: string) => (await kms.call('DescribeSecret', { SecretName })).Arn as string;
    const arns = [await arnOf(purged), await arnOf(replaced)];
    for (const SecretName of [purged, replaced])
      await kms.call('DeleteSecret', { SecretName, RecoveryWindowInDays: 7 });
    kms.app.clock.advance(days(7) + 1_000);
    await kms.createSecret({ SecretName: replaced });
    await kms.app.get(SecretPurge).run();
    for (const arn of arns) await expectOnce('DeleteSecret', arn);
  });
});
