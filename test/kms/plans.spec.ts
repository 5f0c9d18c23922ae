import { DataSource } from 'typeorm';
import { stopOwnEngine } from '../rotation/engine.ts';
import { copyRow } from '../support/many-grants.ts';
import { SentStatements } from '../support/sent-statements.ts';
import { region } from './kms-account.ts';
import { KmsApplication } from './kms-application.ts';

const rows = 10_000;
/** Of which the account that calls has every tenth. */
const owner = `case when n % 10 = 0 then original.account_id else lpad((n % 10)::text, 16, '9') end`;
const byName = 'kms_secrets_account_id_region_name_key';
const large = ['kms_keys', 'kms_key_versions', 'kms_aliases', 'kms_secrets', 'kms_rotations'];

describe('over ten thousand keys and secrets, no table is read from end to end', () => {
  let kms: KmsApplication;
  let keyId: string;
  let statements: SentStatements;

  beforeAll(async () => {
    kms = await KmsApplication.start();
    keyId = (await kms.call('CreateKey', {})).KeyMetadata.KeyId;
    await kms.call('CreateAlias', { KeyId: keyId, AliasName: 'alias/first' });
    await kms.createSecret({ SecretName: 'first', EncryptionKeyId: keyId });
    const copy = `'key-copy-' || n`;
    await fill('kms_keys', { account_id: owner, key_id: copy });
    await fill('kms_key_versions', { account_id: owner, key_id: copy });
    await fill('kms_aliases', { account_id: owner, key_id: copy, alias_name: `'alias/copy-' || n` });
    await fill('kms_secrets', { account_id: owner, key_id: copy, secret_id: `'copy-' || n`, name: `'copy-' || n` });
    await stopOwnEngine(kms.app);
    const rotated = await kms.createEcsSecret();
    await kms.call('RotateSecret', { SecretName: rotated, VersionId: 'v2' });
    await copyRow(
      (sql, values) => kms.query(sql, values),
      'kms_rotations',
      { where: `phase = $1`, values: ['claimed'], from: `generate_series(1, ${rows}) n` },
      {
        account_id: owner,
        rotation_id: `'copy-' || n`,
        secret_id: `'copy-' || n`,
        phase: `case when n % 2 = 0 then 'finished' else 'failed' end`,
        ended_at: 'original.created_at',
      },
    );
    await kms.query('analyze');
    statements = new SentStatements(kms.app, large);
  });
  afterAll(() => kms.app.stop());

  /** Copies the row of a table that belongs to the first key, with these columns changed. */
  function fill(table: string, changed: Record<string, string>): Promise<void> {
    const copies = { where: 'key_id = $1', values: [keyId], from: `generate_series(1, ${rows}) n` };
    return copyRow((sql, values) => kms.query(sql, values), table, copies, changed);
  }

  const listBy = (Key: string, ...Values: string[]) =>
    kms.call('ListSecrets', { Filters: JSON.stringify([{ Key, Values }]) });
  const tagsOf = (ResourceType: string, id: string) =>
    kms.call('ListTagResources', { RegionId: region, ResourceType, 'ResourceId.1': id });
  const encrypt = (KeyId: string) => kms.call('Encrypt', { KeyId, Plaintext: 'AAAA' });

  it.each<[string, () => Promise<unknown>, string[]]>([
    ['ListSecrets by name', () => listBy('SecretName', 'opy-77'), ['kms_secrets_name_pieces']],
    ['ListSecrets by tag', () => listBy('TagKey', 'team'), ['kms_secrets_listing']],
    ['ListSecrets', () => kms.call('ListSecrets'), ['kms_secrets_listing', 'kms_secrets_overdue']],
    ['Encrypt by id', () => encrypt(keyId), ['kms_keys_pkey', 'kms_key_versions_pkey']],
    ['Encrypt by alias', () => encrypt('alias/first'), ['kms_aliases_pkey', 'kms_keys_pkey']],
    ['GetSecretValue', () => kms.call('GetSecretValue', { SecretName: 'first' }), [byName]],
    ['ListTagResources of a secret', () => tagsOf('secret', 'first'), [byName]],
    ['ListTagResources of a key', () => tagsOf('key', keyId), ['kms_keys_pkey']],
    [
      'RotateSecret',
      async () => kms.call('RotateSecret', { SecretName: await kms.createEcsSecret(), VersionId: 'v2' }),
      ['kms_rotations_secret'],
    ],
    [
      'PutSecretValue',
      () => kms.call('PutSecretValue', { SecretName: 'first', VersionId: 'v2', SecretData: 'x' }),
      ['kms_keys_pkey'],
    ],
  ])('for %s', async (_call, call, indexes) => {
    const nodes = await statements.nodesOf(call);
    expect(statements.scannedIn(nodes)).toEqual([]);
    expect(nodes.map((node) => node['Index Name'])).toEqual(expect.arrayContaining(indexes));
  });

  it('which would be noticed', async () => {
    const readAll = () => kms.app.get(DataSource).query('select from kms_secrets where description = $1', ['x']);
    expect(statements.scannedIn(await statements.nodesOf(readAll))).toEqual(['kms_secrets']);
  });
});
