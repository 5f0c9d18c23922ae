import type { Pool, PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import type { Members } from '../support/api-clients.ts';
import { region } from './kms-account.ts';
import { KmsApplication } from './kms-application.ts';

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Node[];
}

const rows = 10_000;
/** Of which the account that calls has every tenth. */
const owner = `case when n % 10 = 0 then account_id else lpad((n % 10)::text, 16, '9') end`;
const byName = 'kms_secrets_account_id_region_name_key';
const large = ['kms_keys', 'kms_key_versions', 'kms_aliases', 'kms_secrets'];

describe('over ten thousand keys and secrets, no table is read from end to end', () => {
  let kms: KmsApplication;
  let keyId: string;
  let sent: Statement[];

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
    await kms.query('analyze');
    record((kms.app.get(DataSource).driver as unknown as { master: Pool }).master);
  });
  afterAll(() => kms.app.stop());

  /** Copies the row of a table that belongs to the first key, with these columns changed. */
  async function fill(table: string, changed: Record<string, string>): Promise<void> {
    const columns = await kms.query<{ name: string }>(
      `select column_name as name from information_schema.columns
       where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO'`,
      [table],
    );
    const names = columns.map(({ name }) => name);
    await kms.query(
      `insert into ${table} (${names.join(', ')}) select ${names.map((name) => changed[name] ?? name).join(', ')}
       from ${table}, generate_series(1, ${rows}) n where key_id = $1`,
      [keyId],
    );
  }

  function record(pool: Pool): void {
    const recorded = new WeakSet<PoolClient>();
    pool.on('acquire', (client) => {
      if (recorded.has(client)) return;
      recorded.add(client);
      const send = client.query.bind(client) as (...parameters: unknown[]) => unknown;
      const query = (...parameters: unknown[]) => {
        const [statement, values] = parameters as [string | Statement, unknown];
        if (typeof statement !== 'string') sent.push(statement);
        else if (Array.isArray(values)) sent.push({ text: statement, values });
        return send(...parameters);
      };
      Object.assign(client, { query });
    });
  }

  /** The nodes of the plans of what a call sends about the large tables. */
  async function nodesOf(call: () => Promise<unknown>): Promise<Node[]> {
    sent = [];
    await call();
    const concerned = sent.filter(({ text }) => large.some((table) => text.includes(table)));
    const plans = await Promise.all(
      concerned.map(({ text, values }) => kms.query<Members>(`explain (format json) ${text}`, [...values])),
    );
    return plans.flatMap(([row]) => withChildren(row!['QUERY PLAN'][0].Plan));
  }

  const withChildren = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(withChildren)];
  const scannedIn = (nodes: readonly Node[]) =>
    nodes
      .filter((node) => node['Node Type'] === 'Seq Scan')
      .map((node) => node['Relation Name'] ?? '')
      .filter((table) => large.includes(table));
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
      'PutSecretValue',
      () => kms.call('PutSecretValue', { SecretName: 'first', VersionId: 'v2', SecretData: 'x' }),
      ['kms_keys_pkey'],
    ],
  ])('for %s', async (_call, call, indexes) => {
    const nodes = await nodesOf(call);
    expect(scannedIn(nodes)).toEqual([]);
    expect(nodes.map((node) => node['Index Name'])).toEqual(expect.arrayContaining(indexes));
  });

  it('which would be noticed', async () => {
    const readAll = () => kms.app.get(DataSource).query('select from kms_secrets where description = $1', ['x']);
    expect(scannedIn(await nodesOf(readAll))).toEqual(['kms_secrets']);
  });
});
