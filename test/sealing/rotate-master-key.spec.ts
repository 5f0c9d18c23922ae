import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redacted } from '../../src/common/redacted.ts';
import { sealedColumns } from '../../src/sealed-columns.ts';
import { SealingKey } from '../../src/sealing/sealing-key.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { popClient, type ProductName } from '../support/api-clients.ts';
import { runProgram, ServiceProcess, type Settings } from '../support/service-process.ts';
import { TestClock } from '../support/test-clock.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { openEverything } from './open-everything.ts';

const newKey = () => randomBytes(32).toString('base64');
const root = { accessKeyId: 'LTAItestRootAccessKey001', accessKeySecret: 'testRootAccessKeySecret0000001' };
const wrongKey = /sealed under another master key/;

/** Milliseconds between two reads: what the reads leave of the processors is the rotation's. */
const betweenReads = 50;

/** Reads secrets through a service, one after another, until it is told to stop. */
class Reader {
  reads = 0;
  readonly failures: unknown[] = [];
  private stopped = false;
  private readonly done: Promise<void>;

  constructor(service: ServiceProcess, names: readonly string[]) {
    const kms = popClient(service.url, 'kms', root, new TestClock());
    this.done = this.read(
      async (SecretName) => (await kms.request('GetSecretValue', { SecretName }))['SecretData'],
      names,
    );
  }

  stop(): Promise<void> {
    this.stopped = true;
    return this.done;
  }

  private async read(valueOf: (name: string) => Promise<string>, names: readonly string[]): Promise<void> {
    for (; !this.stopped; this.reads += 1) {
      const name = names[this.reads % names.length]!;
      const value = await valueOf(name).catch((error: unknown) => error);
      if (value !== `value of ${name}`) this.failures.push(value);
      await delay(betweenReads);
    }
  }
}

describe('rotate-master-key', () => {
  let database: TestDatabase;
  let dataDir: string;
  let services: ServiceProcess[];
  let settings: Settings;
  const [first, second, third] = [newKey(), newKey(), newKey()];
  const names = ['one', 'two', 'three'];
  const running: ServiceProcess[] = [];

  const withKey = (SALLYPORT_MASTER_KEY: string, more: Settings = {}): Settings => ({
    ...settings,
    SALLYPORT_MASTER_KEY,
    ...more,
  });
  const call = (product: ProductName, action: string, parameters = {}) =>
    popClient(services[0]!.url, product, root, new TestClock()).request(action, parameters);

  /** What a process that is started with this master key says when it does not start. */
  const startWith = async (key: string) => (await runProgram('test/sealing/open-sealing.ts', withKey(key))).stderr;

  async function startService(service: Settings): Promise<ServiceProcess> {
    running.push(await ServiceProcess.start(service));
    return running.at(-1)!;
  }

  beforeAll(async () => {
    database = await openTestDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'sallyport-test-'));
    settings = {
      DATABASE_URL: database.url,
      SALLYPORT_DATA_DIR: dataDir,
      SALLYPORT_ACCESS_KEY_ID: root.accessKeyId,
      SALLYPORT_ACCESS_KEY_SECRET: root.accessKeySecret,
      SALLYPORT_DRAIN_SECONDS: '0',
    };
    services = [await startService(withKey(first)), await startService(withKey(first))];
    await fill();
  }, 120_000);
  afterAll(async () => {
    await Promise.all(running.map((service) => service.stop()));
    await database.drop();
    await rm(dataDir, { recursive: true });
  });

  /** Puts something into every sealed column, and more than one batch into one of them. */
  async function fill(): Promise<void> {
    for (const SecretName of names) {
      const { KeyMetadata } = await call('kms', 'CreateKey');
      const secret = { SecretName, VersionId: 'v1', SecretData: `value of ${SecretName}` };
      await call('kms', 'CreateSecret', { ...secret, EncryptionKeyId: KeyMetadata.KeyId });
    }
    await Promise.all(Array.from({ length: 120 }, () => call('kms', 'CreateKey')));
    const server = { InstanceName: 'web', OSType: 'Linux', Address: '127.0.0.1' };
    await call('ecs', 'RegisterInstance', { ...server, ManagementUserName: 'ops', ManagementPassword: 'Managed-1' });
    const { Instances } = await call('bastionhost', 'DescribeInstances');
    const { InstanceId } = Instances[0];
    const host = { HostName: 'web', OSType: 'Linux', Source: 'Local', ActiveAddressType: 'Private' };
    const { HostId } = await call('bastionhost', 'CreateHost', { ...host, InstanceId, HostPrivateAddress: '10.0.0.1' });
    const account = { InstanceId, HostId, HostAccountName: 'root', ProtocolName: 'SSH', Password: 'Typed-1' };
    const { privateKey } = await generateSshKeyPair('ed25519');
    const PrivateKey = Buffer.from(privateKey.reveal()).toString('base64');
    await call('bastionhost', 'CreateHostAccount', { ...account, PrivateKey });
    await call('bastionhost', 'CreateHostShareKey', { InstanceId, HostShareKeyName: 'web', PrivateKey });
    const ldap = { InstanceId, Server: 'ldap.example', Port: '389', BaseDN: 'dc=example', Account: 'cn=reader' };
    await call('bastionhost', 'ModifyInstanceLDAPAuthServer', { ...ldap, Password: 'Bind-1' });
    const proxy = { ProxyType: 'HTTPProxy', NodeType: 'Master', Address: 'proxy.example', Port: '3128', User: 'hop' };
    const Proxies = JSON.stringify([{ ...proxy, Password: Buffer.from('Proxy-1').toString('base64') }]);
    const domain = { InstanceId, NetworkDomainName: 'branch', NetworkDomainType: 'Proxy', Proxies };
    await call('bastionhost', 'CreateNetworkDomain', domain);
    await call('bastionhost', 'ListHostAuthorities', { InstanceId });
    await fillByHand();
  }

  /**
   * Inserts what no operation of this test creates: passphrases, a role session, a rotation's undo note, the
   * fingerprint of imported material, and the seed of an authenticator app.
   */
  async function fillByHand(): Promise<void> {
    const [row] = await database.dataSource.query(`
      select k.key_id, w.wrapped from sealing_keys k join sealing_key_wraps w using (key_id)`);
    const master = SealingKey.master(new Redacted(Buffer.from(first, 'base64')));
    const key = new SealingKey(row.key_id, master.open(row.wrapped, ['sealing-key', row.key_id.toString('hex')]));
    const [account] = await database.dataSource.query('select * from bastion_host_accounts');
    const place = ['bastion-host-account', account.account_id, account.instance_id, account.id, 'passphrase'] as const;
    const passphrase = key.seal(new Redacted(Buffer.from('open sesame')), place);
    await database.dataSource.query('update bastion_host_accounts set sealed_passphrase = $1', [passphrase]);
    const [shared] = await database.dataSource.query('select * from bastion_host_share_keys');
    const sharedPlace = ['bastion-host-share-key', shared.account_id, shared.instance_id, shared.id] as const;
    const sharedPassphrase = key.seal(new Redacted(Buffer.from('open barley')), [...sharedPlace, 'passphrase']);
    await database.dataSource.query('update bastion_host_share_keys set sealed_passphrase = $1', [sharedPassphrase]);
    const secret = key.seal(new Redacted(Buffer.from('of a session')), ['access-key', account.account_id, 'STS.1']);
    await database.dataSource.query(insertSession, [account.account_id, secret]);
    const note = key.seal(new Redacted(Buffer.from('an entry')), ['kms-rotation-undo-note', 'one']);
    await database.dataSource.query(insertRotation, [note]);
    await fingerprint(key);
    const user = { InstanceId: account.instance_id, UserName: 'alice', Source: 'Local', Password: 'Correct-horse-7' };
    const { UserId } = await call('bastionhost', 'CreateUser', user);
    const seed = key.seal(new Redacted(randomBytes(20)), ['bastion-totp-seed', UserId]);
    await database.dataSource.query(insertTotpSeed, [UserId, seed]);
  }

  async function fingerprint(key: SealingKey): Promise<void> {
    const [one] = await database.dataSource.query('select * from kms_keys order by key_id limit 1');
    const place = ['kms-key-fingerprint', one.account_id, one.region, one.key_id, one.primary_version_id] as const;
    const sealed = key.seal(new Redacted(randomBytes(32)), place);
    await database.dataSource.query('update kms_keys set sealed_fingerprint = $1 where key_id = $2', [
      sealed,
      one.key_id,
    ]);
  }

  it('knows every column that holds something sealed, and the database keeps the keys of each', async () => {
    const known = sealedColumns.map(({ table, column }) => `${table}.${column}`).sort();
    expect(await columnsNamedSealed(database)).toEqual(known);
    expect(await columnsThatHoldSealed(database)).toEqual(known);
    expect(await columnsThatReferToKeys(database)).toEqual(known.map((name) => `${name}_under`));
  });

  it('continues wherever it is killed, while two services read, and leaves a database that the former key does not open', async () => {
    const readers = services.map((service) => new Reader(service, names));
    const before = await openEverything(withKey(first));
    expect(new Set([...before.keys()].map((name) => name.split('/', 2).join('.'))).size).toBe(sealedColumns.length);
    const both = withKey(first, { SALLYPORT_NEW_MASTER_KEY: second });
    const deaths: string[] = [];
    const said = new Set<string>();
    for (;;) {
      const survived = [goesOn, ...alike, ...deaths];
      const { code, signal, stdout, stderr } = await runProgram('test/sealing/rotate-and-die.ts', both, survived);
      expect({ code, signal, stderr }).toEqual(
        signal ? { code: null, signal: 'SIGKILL', stderr: '' } : { code: 0, signal, stderr: '' },
      );
      const lines = stdout.trim().split('\n');
      for (const line of lines) said.add(line);
      if (!signal) break;
      deaths.push(lines.at(-1)!);
      if (deaths.at(-1) === ended) break;
      // Now either key opens everything: a process that starts may have the one or the other.
      expect(await openEverything(withKey(first))).toEqual(before);
      expect(await openEverything(withKey(second))).toEqual(before);
    }
    expect([...said]).toEqual([steps[0], goesOn, ...steps.slice(1)]);
    expect(deaths).toEqual(steps.filter((step) => !alike.includes(step)));
    await Promise.all(readers.map((reader) => reader.stop()));
    for (const reader of readers) expect(reader).toMatchObject({ failures: [] });
    expect(Math.min(...readers.map(({ reads }) => reads))).toBeGreaterThan(100);
    expect(await openEverything(withKey(second))).toEqual(before);
    expect(await openEverything(both)).toEqual(before);
    expect(await startWith(first)).toMatch(wrongKey);
    const [formerly] = await database.dataSource.query('select count(*)::int as wraps from sealing_key_wraps');
    expect(formerly).toEqual({ wraps: 1 });
  }, 600_000);

  it('says so when there is nothing to do', async () => {
    const settings = withKey(second, { SALLYPORT_NEW_MASTER_KEY: second });
    const { code, stdout } = await runProgram('src/commands/rotate-master-key.ts', settings);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'the database is already sealed under the new master key\n' });
  });

  it('tells what to do when the new key is nowhere', async () => {
    const { code, stdout } = await runProgram('src/commands/rotate-master-key.ts', withKey(second));
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringMatching(/^set SALLYPORT_NEW_MASTER_KEY to/) });
  });

  it('names the processes that cannot follow, and continues once they were restarted', async () => {
    const both = withKey(second, { SALLYPORT_NEW_MASTER_KEY: third });
    const stalled = await runProgram('src/commands/rotate-master-key.ts', both);
    expect(stalled).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/these processes do not have .* pid \d+, .* pid \d+/),
    });
    await Promise.all(services.map((service) => service.stop()));
    services = [await startService(withKey(second))];
    const ended = await runProgram('src/commands/rotate-master-key.ts', withKey(second));
    expect(ended).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^a rotation is in progress and continues\n/),
    });
    expect((await call('kms', 'GetSecretValue', { SecretName: 'one' }))['SecretData']).toBe('value of one');
    expect(await startWith(second)).toMatch(wrongKey);
  }, 300_000);
});

const ended = 'the former master key no longer opens anything';

const goesOn = 'a rotation is in progress and continues';

const steps = [
  'both master keys now open everything',
  'every process has the new sealing key',
  'every process seals under it',
  'access_keys.sealed_secret: 1 resealed',
  'sts_sessions.sealed_secret: 1 resealed',
  'kms_key_versions.sealed_material: 100 resealed',
  'kms_key_versions.sealed_material: 23 resealed',
  'kms_keys.sealed_fingerprint: 1 resealed',
  'kms_rotations.sealed_undo_note: 1 resealed',
  'ecs_instances.sealed_management_credential: 1 resealed',
  'bastion_host_accounts.sealed_password: 1 resealed',
  'bastion_host_accounts.sealed_private_key: 1 resealed',
  'bastion_host_accounts.sealed_passphrase: 1 resealed',
  'bastion_host_share_keys.sealed_private_key: 1 resealed',
  'bastion_host_share_keys.sealed_passphrase: 1 resealed',
  'bastion_auth_servers.sealed_password: 1 resealed',
  'bastion_network_proxies.sealed_password: 1 resealed',
  'bastion_totp_seeds.sealed_seed: 1 resealed',
  'broker_host_keys.sealed_private_key: 3 resealed',
  'tls_authorities.sealed_private_key: 1 resealed',
  ended,
];

/** It is not killed after each column: these are like those before and after them. */
const alike = steps.filter((step) => /^(sts_|kms_keys|kms_rotations|ecs_|bastion_)/.test(step));

const insertSession = `
  with role as (
    insert into ram_roles (account_id, role_id, role_name, description, trust_policy, max_session_seconds, created_at, updated_at)
    values ($1, 'role', 'role', '', '{}', 3600, '2026-01-01', '2026-01-01') returning role_id
  )
  insert into sts_sessions (access_key_id, account_id, role_id, session_name, sealed_secret, token_hash, created_at, expires_at)
  select 'STS.1', $1, role_id, 'session', $2, '', '2026-01-01', '2126-01-01' from role`;

const insertRotation = `
  insert into kms_rotations (rotation_id, account_id, region, secret_id, version_id, phase, request_id, fence, due_at, failures,
    is_scheduled, candidates, created_at, sealed_undo_note)
  select 'one', account_id, region, secret_id, 'v2', 'applying', '', 1, '2126-01-01', 0, false, 1, '2026-01-01', $1
  from kms_secrets limit 1`;

const insertTotpSeed = `
  insert into bastion_totp_seeds (user_id, sealed_seed, last_step, enrolled_at) values ($1, $2, 0, '2026-01-01')`;

async function columnsNamedSealed({ dataSource }: TestDatabase): Promise<string[]> {
  const rows = await dataSource.query<{ name: string }[]>(`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and data_type = 'bytea' and column_name like 'sealed%' and is_generated = 'NEVER'`);
  return rows.map(({ name }) => name).sort();
}

/** All columns of the database with a value that starts like a ciphertext under one of its keys. */
async function columnsThatHoldSealed({ dataSource }: TestDatabase): Promise<string[]> {
  const columns = await dataSource.query<{ table_name: string; column_name: string }[]>(`
    select table_name, column_name from information_schema.columns
    where table_schema = 'public' and data_type = 'bytea' order by table_name, column_name`);
  const found: string[] = [];
  for (const { table_name: table, column_name: column } of columns) {
    const [{ held }] = await dataSource.query<[{ held: boolean }]>(`
      select exists (select from ${table} t join sealing_keys k on substring(t.${column} from 1 for 5) = '\\x01'::bytea || k.key_id) as held`);
    if (held) found.push(`${table}.${column}`);
  }
  return found.sort();
}

async function columnsThatReferToKeys({ dataSource }: TestDatabase): Promise<string[]> {
  const rows = await dataSource.query<{ name: string }[]>(`
    select c.conrelid::regclass || '.' || a.attname as name
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid = 'sealing_keys'::regclass and c.conrelid <> 'sealing_key_wraps'::regclass`);
  return rows.map(({ name }) => name).sort();
}
