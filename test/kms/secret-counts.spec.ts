import { KmsTrail } from '../../src/kms/kms-trail.api.ts';
import { SecretPurge } from '../../src/kms/secrets/secret-purge.ts';
import { days, region } from './kms-account.ts';
import { KmsApplication } from './kms-application.ts';

describe('the number of secrets in the answer of ListSecrets', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const total = async () => (await kms.call('ListSecrets')).TotalCount as number;
  const rows = async () => (await kms.query('select from kms_secrets where region = $1', [region])).length;
  const remove = (SecretName: string, force = true) =>
    kms.call('DeleteSecret', { SecretName, ...(force ? { ForceDeleteWithoutRecovery: 'true' } : {}) });

  it('is exact after secrets were created and deleted at the same time', async () => {
    const names = await Promise.all(Array.from({ length: 40 }, () => kms.createSecret()));
    expect(await total()).toBe(40);
    const made = Array.from({ length: 20 }, () => kms.createSecret());
    await Promise.all([...names.slice(0, 30).map((name) => remove(name)), ...made]);
    expect(await total()).toBe(30);
    expect(await rows()).toBe(30);
  });

  it('does not change with a call that fails', async () => {
    const before = await total();
    const SecretName = await kms.createSecret();
    const again = Array.from({ length: 8 }, () => kms.createSecret({ SecretName }).catch(() => undefined));
    await Promise.all([...again, kms.createSecret({ EncryptionKeyId: 'key-nothing' }).catch(() => undefined)]);
    expect(await total()).toBe(before + 1);
  });

  it('counts secrets that are scheduled for deletion until the window ends, purged or not', async () => {
    const before = await total();
    const [restored, gone, again] = await Promise.all([kms.createSecret(), kms.createSecret(), kms.createSecret()]);
    for (const name of [restored, gone, again] as string[]) await remove(name, false);
    await kms.call('RestoreSecret', { SecretName: restored });
    expect(await total()).toBe(before + 3);
    kms.app.clock.advance(days(31));
    expect(await total()).toBe(before + 1);
    await kms.createSecret({ SecretName: again });
    expect(await total()).toBe(before + 2);
    await kms.app.get(SecretPurge).run();
    expect(await total()).toBe(before + 2);
    expect(await rows()).toBe(before + 2);
  });

  it('is separate for each region', async () => {
    const before = await total();
    await kms.createSecret({ RegionId: 'cn-beijing' });
    expect((await kms.call('ListSecrets', { RegionId: 'cn-beijing' })).TotalCount).toBe(1);
    expect(await total()).toBe(before);
  });

  it('is right after two processes purged more than one statement handles', async () => {
    const before = await total();
    const template = await kms.createSecret();
    await kms.query(
      `insert into kms_secrets (account_id, region, secret_id, name, type, description, key_id, creator, tags, created_at, updated_at, planned_deletion_at)
       select account_id, region, 'bulk' || n, 'bulk-' || n, type, '', key_id, creator, '[]', created_at, updated_at, $2
       from kms_secrets, generate_series(1, 500) n where name = $1`,
      [template, new Date(kms.app.clock.now().getTime() + days(1))],
    );
    expect(await total()).toBe(before + 501);
    kms.app.clock.advance(days(2));
    expect(await total()).toBe(before + 1);
    const other = new SecretPurge(kms.app.database.dataSource, kms.app.get(KmsTrail), kms.app.clock);
    await Promise.all([kms.app.get(SecretPurge).run(), other.run()]);
    expect(await rows()).toBe(before + 1);
    expect(await total()).toBe(before + 1);
  });
});
