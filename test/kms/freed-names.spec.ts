import { SecretPurge } from '../../src/kms/secrets/secret-purge.ts';
import { days } from './kms-account.ts';
import { KmsApplication } from './kms-application.ts';

describe('names of secrets whose recovery windows are over', () => {
  let kms: KmsApplication;
  beforeAll(async () => {
    kms = await KmsApplication.start();
    await kms.app.get(SecretPurge).onModuleDestroy();
  });
  afterAll(() => kms.app.stop());

  it('can all be taken at once, and each deletion is recorded', async () => {
    const names = Array.from({ length: 40 }, (_, n) => `freed-${n}`);
    const create = (SecretName: string) => kms.call('CreateSecret', { SecretName, VersionId: 'v1', SecretData: 'x' });
    for (const SecretName of names) {
      await create(SecretName);
      await kms.call('DeleteSecret', { SecretName, RecoveryWindowInDays: 7 });
    }
    kms.app.clock.advance(days(7) + 1_000);
    const answers = await Promise.all(names.map(create));
    expect(answers.map(({ SecretName }) => SecretName)).toEqual(names);
    const deleted = (await kms.audited('DeleteSecret')).filter(({ caller_kind: kind }) => kind === 'Service');
    expect(deleted).toHaveLength(names.length);
  });
});
