import { HostKey } from '../../src/broker/host-key.entity.ts';
import { BrokerHostKeys } from '../../src/broker/host-keys.ts';
import { Redacted } from '../../src/common/redacted.ts';
import { Keyring } from '../../src/sealing/keyring.ts';
import { SealBroken } from '../../src/sealing/sealing.api.ts';
import { SealingKey } from '../../src/sealing/sealing-key.ts';
import { TestClock } from '../support/test-clock.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe("the broker's host keys", () => {
  const keyId = Buffer.from('test');
  let database: TestDatabase;

  beforeAll(async () => {
    database = await openTestDatabase({ entities: [HostKey] });
    const key = [keyId, 'current', Buffer.alloc(4)];
    await database.dataSource.query('insert into sealing_keys (key_id, state, made_for) values ($1, $2, $3)', key);
  });

  afterAll(() => database.drop());

  const process = (key = 7) => {
    const sealing = new Keyring();
    sealing.add(new SealingKey(keyId, new Redacted(Buffer.alloc(32, key))));
    sealing.sealUnder(keyId);
    return new BrokerHostKeys(database.dataSource.getRepository(HostKey), sealing, new TestClock());
  };

  const fingerprints = async (hostKeys: BrokerHostKeys) =>
    (await hostKeys.load()).map(({ publicKey }) => `${publicKey.type} ${publicKey.fingerprintSha256}`);

  it('are one of each type, the same for processes that start together and for those that start later', async () => {
    const [one, another] = await Promise.all([fingerprints(process()), fingerprints(process())]);
    expect(one.map((each) => each.split(' ')[0])).toEqual(['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ssh-rsa']);
    expect(another).toEqual(one);
    expect(await fingerprints(process())).toEqual(one);
  });

  it('are sealed in the database', async () => {
    await process().load();
    const rows = await database.dataSource.getRepository(HostKey).find();
    expect(rows).toHaveLength(3);
    for (const { sealedPrivateKey } of rows) expect(sealedPrivateKey.toString('latin1')).not.toContain('PRIVATE KEY');
    await expect(process(8).load()).rejects.toThrow(SealBroken);
  });

  it("cannot be opened in each other's place", async () => {
    await process().load();
    const rows = database.dataSource.getRepository(HostKey);
    const [own, foreign] = [{ kind: 'ed25519' }, { kind: 'ecdsa-p256' }];
    const before = await rows.findOneByOrFail(own);
    const { sealedPrivateKey } = await rows.findOneByOrFail(foreign);
    await rows.update(own, { sealedPrivateKey });
    await expect(process().load()).rejects.toThrow(SealBroken);
    await rows.update(own, before);
  });
});
