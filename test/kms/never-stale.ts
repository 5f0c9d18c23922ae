import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { popClient, type ApiClient, type Credentials, type Members, type ProductName } from '../support/api-clients.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { TestClock } from '../support/test-clock.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';

const root = { accessKeyId: 'LTAItestRootAccessKey001', accessKeySecret: 'testRootAccessKeySecret0000001' };
const readersOfEach = 4;

export interface NeverStale {
  /** How often another version becomes the current one. */
  readonly promotions: number;
  /** How often each ban is imposed and lifted. */
  readonly rounds: number;
  /** How many milliseconds each property is tried for at least. Default: 0. */
  readonly atLeastMs?: number;
}

/** What holds for two processes over one database: no answer is older than what was acknowledged before the call. */
export function itIsNeverStale({ promotions, rounds, atLeastMs = 0 }: NeverStale): void {
  const limit = atLeastMs + 120_000;
  let database: TestDatabase;
  let dataDir: string;
  let services: ServiceProcess[] = [];

  beforeAll(async () => {
    database = await openTestDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'sallyport-test-'));
    const settings = {
      DATABASE_URL: database.url,
      SALLYPORT_DATA_DIR: dataDir,
      SALLYPORT_MASTER_KEY: randomBytes(32).toString('base64'),
      SALLYPORT_ACCESS_KEY_ID: root.accessKeyId,
      SALLYPORT_ACCESS_KEY_SECRET: root.accessKeySecret,
      SALLYPORT_DRAIN_SECONDS: '0',
    };
    services = [await ServiceProcess.start(settings), await ServiceProcess.start(settings)];
  }, 120_000);
  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop()));
    await database.drop();
    await rm(dataDir, { recursive: true });
  });

  /** Whether a property was tried so many times, and for long enough. */
  function enough(turns: number): (done: number) => boolean {
    const end = performance.now() + atLeastMs;
    return (done) => done >= turns && performance.now() >= end;
  }

  /** One client for each process. */
  const clients = (product: ProductName, credentials: Credentials = root): ApiClient[] =>
    services.map(({ url }) => popClient(url, product, credentials, new TestClock()));
  const kms = (action: string, parameters: Members) => clients('kms')[0]!.request(action, parameters);
  const ram = (action: string, parameters: Members) => clients('ram')[0]!.request(action, parameters);

  it(
    'never read an older version than one whose promotion was acknowledged',
    async () => {
      const SecretName = 'never-stale';
      await kms('CreateSecret', { SecretName, VersionId: 'v0', SecretData: '0' });
      const isEnough = enough(promotions);
      const writer = { acknowledged: 0, isDone: false };
      const stale: string[] = [];
      let reads = 0;

      async function read(client: ApiClient): Promise<void> {
        const atLeast = writer.acknowledged;
        const { VersionId, SecretData } = await client.request('GetSecretValue', { SecretName });
        reads += 1;
        const number = Number(SecretData);
        if (number < atLeast || VersionId !== `v${number}`)
          stale.push(`${VersionId} (${SecretData}) after v${atLeast}`);
      }

      async function hammer(client: ApiClient): Promise<void> {
        while (!writer.isDone) await read(client);
        await read(client);
      }

      async function promote(number: number): Promise<void> {
        const [VersionId, SecretData] = [`v${number}`, String(number)];
        if (number % 2 === 0) await kms('PutSecretValue', { SecretName, VersionId, SecretData });
        else {
          await kms('PutSecretValue', { SecretName, VersionId, SecretData, VersionStages: '["next"]' });
          await kms('UpdateSecretVersionStage', { SecretName, VersionStage: 'ACSCurrent', MoveToVersion: VersionId });
        }
        writer.acknowledged = number;
      }

      const readers = clients('kms').flatMap((client) => Array.from({ length: readersOfEach }, () => hammer(client)));
      for (let number = 1; !isEnough(number - 1); number += 1) await promote(number);
      writer.isDone = true;
      await Promise.all(readers);
      expect(stale).toEqual([]);
      expect(reads).toBeGreaterThan(promotions);
    },
    limit,
  );

  interface Ban {
    /** A call that is allowed before and after. */
    readonly call: (client: ApiClient) => Promise<unknown>;
    readonly clients: ApiClient[];
    readonly code: string;
    readonly impose: () => Promise<unknown>;
    readonly lift: () => Promise<unknown>;
  }

  /** Expects that a ban, once acknowledged, holds for the next call at each process. The same goes for lifting it. */
  async function expectAtOnce({ call, clients: all, code, impose, lift }: Ban): Promise<void> {
    const codeOf = (client: ApiClient) =>
      call(client).then(
        () => 'OK',
        (error: Members) => String(error['code']),
      );
    const isEnough = enough(rounds);
    for (let round = 0; !isEnough(round); round += 1) {
      expect(await Promise.all(all.map(codeOf))).toEqual(all.map(() => 'OK'));
      const underWay = Array.from({ length: 4 }, () => all.map(codeOf)).flat();
      await impose();
      expect(await Promise.all(all.map(codeOf))).toEqual(all.map(() => code));
      expect(new Set([...(await Promise.all(underWay)), 'OK', code]).size).toBe(2);
      await lift();
    }
  }

  /** A RAM user who may read a secret. */
  async function reader(UserName: string) {
    await kms('CreateSecret', { SecretName: `of-${UserName}`, VersionId: 'v1', SecretData: 'x' });
    await ram('CreateUser', { UserName });
    const { AccessKey } = await ram('CreateAccessKey', { UserName });
    const PolicyName = `read-${UserName}`;
    const Statement = [{ Effect: 'Allow', Action: 'kms:GetSecretValue', Resource: '*' }];
    await ram('CreatePolicy', { PolicyName, PolicyDocument: JSON.stringify({ Version: '1', Statement }) });
    const policy = { UserName, PolicyName, PolicyType: 'Custom' };
    await ram('AttachPolicyToUser', policy);
    const { AccessKeyId: UserAccessKeyId, AccessKeySecret: accessKeySecret } = AccessKey;
    const call = (client: ApiClient) => client.request('GetSecretValue', { SecretName: `of-${UserName}` });
    return {
      policy,
      UserAccessKeyId,
      call,
      clients: clients('kms', { accessKeyId: UserAccessKeyId, accessKeySecret }),
    };
  }

  it(
    'let no call pass after a policy was detached',
    async () => {
      const { policy, ...calls } = await reader('detached');
      await expectAtOnce({
        ...calls,
        code: 'Forbidden.NoPermission',
        impose: () => ram('DetachPolicyFromUser', policy),
        lift: () => ram('AttachPolicyToUser', policy),
      });
    },
    limit,
  );

  it(
    'let no call pass after an AccessKey was made inactive',
    async () => {
      const { UserAccessKeyId, policy, ...calls } = await reader('inactive');
      const set = (Status: string) => ram('UpdateAccessKey', { UserName: policy.UserName, UserAccessKeyId, Status });
      await expectAtOnce({
        ...calls,
        code: 'Forbidden.AccessKey',
        impose: () => set('Inactive'),
        lift: () => set('Active'),
      });
    },
    limit,
  );

  it.each([
    ['Encrypt', { Plaintext: 'AAAA' }],
    ['GetSecretValue', { SecretName: 'under-a-key' }],
  ])(
    'let no %s pass after a key was disabled',
    async (action, parameters) => {
      const { KeyMetadata } = await kms('CreateKey', {});
      const { KeyId } = KeyMetadata;
      if ('SecretName' in parameters)
        await kms('CreateSecret', { ...parameters, VersionId: 'v1', SecretData: 'x', EncryptionKeyId: KeyId });
      await expectAtOnce({
        call: (client) => client.request(action, action === 'Encrypt' ? { ...parameters, KeyId } : parameters),
        clients: clients('kms'),
        code: 'Rejected.Disabled',
        impose: () => kms('DisableKey', { KeyId }),
        lift: () => kms('EnableKey', { KeyId }),
      });
    },
    limit,
  );
}
