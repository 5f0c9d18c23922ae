import { importedKey, wrapped } from './key-material.ts';
import { newAccount } from './kms-account.ts';

const kms = await newAccount();

const states = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport'] as const;
type State = (typeof states)[number];

const yes = 'yes';
const modified = 'Rejected.StateModifiedFailed';
type Row = readonly [Enabled: string, Disabled: string, PendingDeletion: string, PendingImport: string];
const use: Row = [yes, 'Rejected.Disabled', 'Rejected.PendingDeletion', 'Rejected.PendingImport'];
const always: Row = [yes, yes, yes, yes];

/** What each operation does with a key in each state. */
const table: Record<string, Row> = {
  Encrypt: use,
  Decrypt: use,
  GenerateDataKey: use,
  GenerateDataKeyWithoutPlaintext: use,
  'ReEncrypt from': use,
  'ReEncrypt to': use,
  CreateSecret: use,
  GetSecretValue: use,
  PutSecretValue: use,
  CreateKeyVersion: [yes, 'Rejected.Disabled', 'Rejected.PendingDeletion', 'Unsupported.Origin'],
  EnableKey: [yes, yes, modified, modified],
  DisableKey: [yes, yes, modified, modified],
  ScheduleKeyDeletion: [yes, yes, modified, yes],
  CancelKeyDeletion: [modified, modified, yes, modified],
  CreateAlias: [yes, yes, modified, yes],
  UpdateAlias: [yes, yes, 'Rejected.PendingDeletion', yes],
  DescribeKey: always,
  UpdateKeyDescription: always,
  ListAliasesByKeyId: always,
  DeleteAlias: always,
  GetKeyPolicy: always,
  SetDeletionProtection: [yes, yes, 'Rejected.PendingDeletion', yes],
  UpdateRotationPolicy: [yes, yes, 'Rejected.PendingDeletion', 'Unsupported.Origin'],
};

/** The operations on imported material. In the first two columns the key has its material. */
const imports: Record<string, Row> = {
  GetParametersForImport: always,
  DeleteKeyMaterial: always,
  ImportKeyMaterial: [yes, yes, modified, yes],
};

const cells = (rows: Record<string, Row>) =>
  Object.entries(rows).flatMap(([operation, row]) =>
    states.map((state, column): [string, State, string] => [operation, state, row[column] as string]),
  );

describe('the state of a key', () => {
  let otherKey: string;
  beforeAll(async () => {
    otherKey = (await kms.createKey()).KeyId;
  });

  async function enter(KeyId: string, state: State): Promise<void> {
    if (state === 'Disabled') await kms.call('DisableKey', { KeyId });
    if (state === 'PendingDeletion') await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
    if (state === 'PendingImport') await kms.call('DeleteKeyMaterial', { KeyId });
    expect((await kms.call('DescribeKey', { KeyId })).KeyMetadata.KeyState).toBe(state);
  }

  const outcome = (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => yes,
      (error: { code: string }) => error.code,
    );

  /** A key with a ciphertext, an alias and a secret, in this state. */
  async function prepare(state: State) {
    const { KeyId } = state === 'PendingImport' ? await importedKey(kms) : await kms.createKey();
    const { CiphertextBlob } = await kms.call('Encrypt', { KeyId, Plaintext: 'AAAA' });
    const AliasName = `alias/${kms.newName('a')}`;
    await kms.call('CreateAlias', { AliasName, KeyId });
    const spare = `alias/${kms.newName('b')}`;
    await kms.call('CreateAlias', { AliasName: spare, KeyId: otherKey });
    const SecretName = await kms.createSecret({ EncryptionKeyId: KeyId });
    await enter(KeyId, state);
    return { KeyId, CiphertextBlob, AliasName, spare, SecretName };
  }

  it.each(cells(table))('%s with a key that is %s: %s', async (operation, state, expected) => {
    const { KeyId, CiphertextBlob, AliasName, spare, SecretName } = await prepare(state);
    const { CiphertextBlob: otherBlob } = await kms.call('Encrypt', { KeyId: otherKey, Plaintext: 'AAAA' });
    const parameters: Record<string, object> = {
      Encrypt: { KeyId, Plaintext: 'AAAA' },
      Decrypt: { CiphertextBlob },
      'ReEncrypt from': { CiphertextBlob, DestinationKeyId: otherKey },
      'ReEncrypt to': { CiphertextBlob: otherBlob, DestinationKeyId: KeyId },
      CreateSecret: { SecretName: kms.newName(), VersionId: 'v1', SecretData: 'x', EncryptionKeyId: KeyId },
      GetSecretValue: { SecretName },
      PutSecretValue: { SecretName, VersionId: 'v2', SecretData: 'y' },
      ScheduleKeyDeletion: { KeyId, PendingWindowInDays: 7 },
      CreateAlias: { KeyId, AliasName: `alias/${kms.newName('c')}` },
      UpdateAlias: { KeyId, AliasName: spare },
      UpdateKeyDescription: { KeyId, Description: 'other' },
      DeleteAlias: { AliasName },
      SetDeletionProtection: { KeyId, EnableDeletionProtection: 'true' },
      UpdateRotationPolicy: { KeyId, EnableAutomaticRotation: 'true', RotationInterval: '7d' },
    };
    const [action = ''] = operation.split(' ');
    expect(await outcome(kms.call(action, parameters[operation] ?? { KeyId }))).toBe(expected);
  });

  it.each(cells(imports))('%s with an imported key that is %s: %s', async (operation, state, expected) => {
    const { KeyId, material } = await importedKey(kms);
    const parameters: Record<string, object> = {
      GetParametersForImport: { KeyId, WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' },
      ImportKeyMaterial: await wrapped(kms, KeyId, material),
    };
    await enter(KeyId, state);
    expect(await outcome(kms.call(operation, parameters[operation] ?? { KeyId }))).toBe(expected);
  });

  it('is shown in lists as it is at that moment', async () => {
    const { KeyId } = await prepare('PendingDeletion');
    const listed = async (state: State) => {
      const Filters = JSON.stringify([
        { Key: 'KeyState', Values: [state] },
        { Key: 'KeyId', Values: [KeyId] },
      ]);
      return (await kms.call('ListKeys', { Filters })).TotalCount;
    };
    expect([await listed('PendingDeletion'), await listed('Enabled')]).toEqual([1, 0]);
  });
});
