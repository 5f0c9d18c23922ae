import { decodeBlob } from '../../src/kms/keys/ciphertext-blob.ts';
import { sealedColumns } from '../../src/sealed-columns.ts';
import { Sealing, type SealingPlace } from '../../src/sealing/sealing.api.ts';
import { call } from '../support/signed-request.ts';
import { OneOfEachResource } from '../support/one-of-each-resource.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { importedKey } from '../kms/key-material.ts';
import { KmsApplication } from '../kms/kms-application.ts';

const ofKms = ['access_keys.sealed_secret', 'kms_key_versions.sealed_material', 'kms_keys.sealed_fingerprint'];

interface Sealed {
  readonly column: string;
  readonly place: SealingPlace;
  readonly bytes: Buffer;
}

describe('what is sealed', () => {
  let app: TestApplication;
  let second: TestApplication;
  let sealed: Sealed[];

  beforeAll(async () => {
    app = await startTestApplication();
    second = await startTestApplication({ database: app.database });
    await OneOfEachResource.make(app);
    const { rootAccessKey: credentials } = await app.another();
    await OneOfEachResource.make({ pop: (product) => app.pop(product, credentials) });
    const kms = new KmsApplication(app);
    for (let n = 0; n < 2; n += 1) await importedKey(kms);
    sealed = (await Promise.all(sealedColumns.map(rowsOf))).flat();
  });
  afterAll(async () => {
    await second.stop();
    await app.stop();
  });

  async function rowsOf({ table, column, placeOf }: (typeof sealedColumns)[number]): Promise<Sealed[]> {
    const rows = await app.database.dataSource.query(`select * from ${table} where ${column} is not null`);
    type Row = Record<string, string> & Record<typeof column, Buffer>;
    return rows.map((row: Row) => ({
      column: `${table}.${column}`,
      place: placeOf(row),
      bytes: row[column] as unknown as Buffer,
    }));
  }

  const opens = (bytes: Buffer, place: SealingPlace): boolean => {
    try {
      app.get(Sealing).open(bytes, place);
      return true;
    } catch {
      return false;
    }
  };

  it('opens in its own row and column, and in no other: of another account, region, id, version, table or column', () => {
    expect(sealed.length).toBeGreaterThan(10);
    expect([...new Set(sealed.map(({ column }) => column))]).toEqual(expect.arrayContaining(ofKms));
    for (const own of sealed) {
      const places = sealed.filter(({ bytes, place }) => opens(own.bytes, place) && bytes !== own.bytes);
      expect([own.column, opens(own.bytes, own.place), places]).toEqual([own.column, true, []]);
    }
  });

  it('does not open with a part of its place changed, left out or added', () => {
    for (const { column, place, bytes } of sealed) {
      const others = place.flatMap((part, index) => [
        place.with(index, `${part}x`),
        place.with(index, part.slice(1)),
        place.toSpliced(index, 1),
      ]);
      const opened = [...others, [...place, '']].filter((other) => opens(bytes, other as unknown as SealingPlace));
      expect([column, opened]).toEqual([column, []]);
    }
  });

  it('does not open with a byte changed, with a shortened tag, or under another format', () => {
    const oneOfEach = new Map(sealed.map((each) => [each.column, each]));
    for (const { column, place, bytes } of oneOfEach.values()) {
      const changed = [...bytes.keys()].map((index) => Buffer.from(bytes).fill(bytes[index]! ^ 1, index, index + 1));
      const cut = [1, 4, 8, 12, 15, 16].map((length) => bytes.subarray(0, -length));
      const formats = [0, 2, 255].map((format) => Buffer.concat([Buffer.from([format]), bytes.subarray(1)]));
      expect([column, [...changed, ...cut, ...formats].filter((each) => opens(each, place))]).toEqual([column, []]);
    }
  });

  it('never has an IV twice: two thousand ciphertexts of one key, made by two processes at once', async () => {
    const KeyId = (await app.pop('kms').request('CreateKey'))['KeyMetadata'].KeyId as string;
    const pairs = [
      ['Action', 'Encrypt'],
      ['KeyId', KeyId],
      ['Plaintext', 'AAAA'],
    ] as const;
    const ivs = new Set<string>();
    for (let round = 0; round < 40; round += 1) {
      const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => call(n % 2 ? app : second, pairs)));
      for (const { body } of answers) {
        const blob = decodeBlob(Buffer.from(body.CiphertextBlob, 'base64'));
        // After the format byte and the length-prefixed key version.
        ivs.add(blob!.sealed.subarray(38, 50).toString('hex'));
      }
    }
    expect(ivs.size).toBe(2_000);
  }, 60_000);

  it('has a data key per value: no data key is used for another version or secret', async () => {
    const kms = new KmsApplication(app);
    for (let n = 0; n < 5; n += 1) {
      const SecretName = await kms.createSecret({ SecretData: 'same' });
      await kms.call('PutSecretValue', { SecretName, VersionId: 'v2', SecretData: 'same' });
    }
    const [counted] = await kms.query(
      'select count(*) as versions, count(distinct wrapped_data_key) as keys, count(distinct ciphertext) as texts from kms_secret_versions',
    );
    expect(new Set(Object.values(counted ?? {})).size).toBe(1);
  });
});
