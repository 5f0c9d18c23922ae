import { SecretReader } from '../../src/kms/kms.api.ts';
import { refusal, type Members } from '../support/api-clients.ts';
import { KmsApplication } from './kms-application.ts';

describe('secrets at rest', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const read = (SecretName: string, parameters: Members = {}) =>
    kms.call('GetSecretValue', { SecretName, ...parameters });
  const broken = { code: 'InternalFailure', status: 500, message: 'Internal Failure' };

  async function twoVersions(): Promise<string> {
    const SecretName = await kms.createSecret({ SecretData: 'value of v1' });
    await kms.call('PutSecretValue', { SecretName, VersionId: 'v2', SecretData: 'value of v2' });
    return SecretName;
  }

  it('are nowhere in plain text in the database', async () => {
    const canary = 'canary-5b1f0c3a77';
    const SecretName = await kms.createSecret({ SecretData: canary });
    await kms.call('PutSecretValue', { SecretName, VersionId: 'v2', SecretData: `${canary}-2` });
    await read(SecretName);
    const tables = await kms.query(`select table_name from information_schema.tables where table_schema = 'public'`);
    expect(tables.length).toBeGreaterThan(5);
    const hexadecimal = Buffer.from(canary).toString('hex');
    for (const { table_name } of tables) {
      const found = await kms.query(`select t::text as row from ${table_name} t where t::text ~* $1`, [
        `${canary}|${hexadecimal}|${Buffer.from(canary).toString('base64')}`,
      ]);
      expect(found).toEqual([]);
    }
  });

  it('start with the format and the version of the key', async () => {
    const SecretName = await kms.createSecret();
    const [row] = await kms.query(
      `select v.key_version_id, wrapped_data_key, ciphertext from kms_secret_versions v join kms_secrets using (secret_id) where name = $1`,
      [SecretName],
    );
    for (const sealed of [row?.['wrapped_data_key'], row?.['ciphertext']] as Buffer[]) {
      expect([...sealed.subarray(0, 2)]).toEqual([1, 36]);
      expect(sealed.subarray(2, 38).toString()).toBe(row?.['key_version_id']);
    }
  });

  it('never give the same bytes twice', async () => {
    for (let n = 0; n < 5; n += 1) await kms.createSecret({ SecretData: 'same' });
    const [counted] = await kms.query(
      'select count(*) as rows, count(distinct ciphertext) as texts, count(distinct wrapped_data_key) as keys from kms_secret_versions',
    );
    expect(new Set(Object.values(counted ?? {})).size).toBe(1);
  });

  describe('do not open when', () => {
    const ofName = `secret_id in (select secret_id from kms_secrets where name = $1)`;

    it.each(['ciphertext', 'wrapped_data_key', 'ciphertext, wrapped_data_key'])(
      '%s is another version’s of the same secret',
      async (columns) => {
        const SecretName = await twoVersions();
        const assignment = `(${columns}) = row(${columns.replace(/\w+/g, 'o.$&')})`;
        await kms.query(
          `update kms_secret_versions v set ${assignment} from kms_secret_versions o
           where v.${ofName} and v.version_id = 'v2' and o.secret_id = v.secret_id and o.version_id = 'v1'`,
          [SecretName],
        );
        expect(await refusal(read(SecretName))).toEqual(broken);
        expect((await read(SecretName, { VersionId: 'v1' })).SecretData).toBe('value of v1');
      },
    );

    it('everything is another secret’s under the same version id', async () => {
      const victim = await twoVersions();
      const own = await twoVersions();
      await kms.query(
        `update kms_secret_versions v set ciphertext = o.ciphertext, wrapped_data_key = o.wrapped_data_key
         from kms_secret_versions o join kms_secrets s using (secret_id)
         where v.${ofName} and s.name = $2 and o.version_id = v.version_id`,
        [own, victim],
      );
      expect(await refusal(read(own))).toEqual(broken);
    });

    it('the key’s material is another key’s', async () => {
      const keys = [(await kms.call('CreateKey')).KeyMetadata, (await kms.call('CreateKey')).KeyMetadata];
      const SecretName = await kms.createSecret({ EncryptionKeyId: keys[0].KeyId });
      await kms.query(
        `update kms_key_versions v set sealed_material = o.sealed_material from kms_key_versions o where v.key_id = $1 and o.key_id = $2`,
        keys.map(({ KeyId }) => KeyId),
      );
      expect(await refusal(read(SecretName))).toEqual(broken);
    });

    it('the row was moved to another account or secret id', async () => {
      const SecretName = await twoVersions();
      await kms.query(
        `with moved as (insert into kms_secrets select account_id, region, 'moved', 'moved', type, description, key_id,
           extended_config, creator, tags, created_at, updated_at, last_rotated_at, planned_deletion_at
           from kms_secrets where name = $1 returning *),
         versions as (insert into kms_secret_versions (account_id, region, secret_id, version_id, data_type, key_id,
           key_version_id, wrapped_data_key, ciphertext, created_at)
           select account_id, region, 'moved', version_id, data_type, key_id, key_version_id, wrapped_data_key, ciphertext,
             created_at from kms_secret_versions where ${ofName} and version_id = 'v2' returning *)
         insert into kms_secret_stages select account_id, region, secret_id, 'ACSCurrent', version_id from versions`,
        [SecretName],
      );
      expect(await refusal(read('moved'))).toEqual(broken);
    });

    it('the value and the data key of one version are swapped', async () => {
      const SecretName = await twoVersions();
      await kms.query(
        `update kms_secret_versions set ciphertext = wrapped_data_key, wrapped_data_key = ciphertext where ${ofName}`,
        [SecretName],
      );
      expect(await refusal(read(SecretName))).toEqual(broken);
    });

    it('another version of the key is named', async () => {
      const { KeyId } = (await kms.call('CreateKey')).KeyMetadata;
      const SecretName = await kms.createSecret({ EncryptionKeyId: KeyId });
      await kms.query(
        `insert into kms_key_versions (account_id, region, key_id, key_version_id, sealed_material, created_at)
         select account_id, region, key_id, 'other', sealed_material, created_at from kms_key_versions where key_id = $1`,
        [KeyId],
      );
      await kms.query(`update kms_secret_versions set key_version_id = 'other' where ${ofName}`, [SecretName]);
      expect(await refusal(read(SecretName))).toEqual(broken);
    });

    it.each([
      ['region', 'account_id', `'cn-beijing'`],
      ['account', `'1999999999999999'`, 'region'],
    ])('everything was moved to another %s, its key included', async (_, account, place) => {
      const SecretName = await kms.createSecret({ EncryptionKeyId: (await kms.call('CreateKey')).KeyMetadata.KeyId });
      const copy = async (table: string, where: string) => {
        const columns = await kms.query(
          `select column_name from information_schema.columns
           where table_name = $1 and is_identity = 'NO' and is_generated = 'NEVER' and column_name not in ('account_id', 'region')`,
          [table],
        );
        const names = columns.map(({ column_name }) => column_name).join(', ');
        await kms.query(
          `insert into ${table} (account_id, region, ${names}) select ${account}, ${place}, ${names} from ${table} where ${where}`,
          [SecretName],
        );
      };
      const ofKey = `key_id in (select key_id from kms_secrets where name = $1)`;
      await copy('kms_keys', ofKey);
      await copy('kms_key_versions', ofKey);
      await copy('kms_secrets', 'name = $1');
      await copy('kms_secret_versions', ofName);
      await copy('kms_secret_stages', ofName);
      const moved = { ...kms.root, accountId: '1999999999999999' };
      const call =
        place === 'region'
          ? kms.app.get(SecretReader).getValue(moved, { secretName: SecretName })
          : read(SecretName, { RegionId: 'cn-beijing' });
      await expect(call).rejects.toMatchObject({ name: expect.stringMatching(/^(SealBroken|InternalFailureError)$/) });
      expect((await read(SecretName)).SecretData).toBe('first');
    });

    it('any byte is changed, or the end is missing', async () => {
      const SecretName = await kms.createSecret({ SecretData: 'x' });
      const [row] = await kms.query(`select ciphertext from kms_secret_versions where ${ofName}`, [SecretName]);
      const original = row?.['ciphertext'] as Buffer;
      const write = (ciphertext: Buffer) =>
        kms.query(`update kms_secret_versions set ciphertext = $2 where ${ofName}`, [SecretName, ciphertext]);
      for (let index = 0; index < original.length; index += 1) {
        const changed = Buffer.from(original);
        changed[index] = (changed[index] as number) ^ 1;
        await write(changed);
        expect((await refusal(read(SecretName))).code).toBe(broken.code);
      }
      // Without the last 12 bytes, 4 bytes of the tag are left.
      for (const length of [0, 1, 38, original.length - 12, original.length - 1]) {
        await write(original.subarray(0, length));
        expect((await refusal(read(SecretName))).code).toBe(broken.code);
      }
      await write(original);
      expect((await read(SecretName)).SecretData).toBe('x');
    });
  });
});
