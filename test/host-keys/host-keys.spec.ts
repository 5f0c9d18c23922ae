import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { HostKeys } from '../../src/host-keys/host-keys.api.ts';
import { HostKeyHolder } from '../../src/host-keys/host-key-holder.entity.ts';
import { HostKeyPinRow } from '../../src/host-keys/host-key-pin.entity.ts';
import { HostKeyRows } from '../../src/host-keys/host-key-rows.ts';
import type { Place } from '../../src/host-keys/place.api.ts';
import { eventually } from '../support/eventually.ts';
import { lockWaits } from '../support/lock-waits.ts';
import { TestClock } from '../support/test-clock.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';

function publicKey(type = 'ssh-ed25519'): Buffer {
  const string = (content: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, content.length]), content]);
  return Buffer.concat([string(Buffer.from(type)), string(randomBytes(32))]);
}

describe('pins of host keys', () => {
  let database: TestDatabase;
  let hostKeys: HostKeys;
  let host: Place;
  let port = 0;
  beforeAll(async () => {
    database = await openTestDatabase({ entities: [HostKeyPinRow, HostKeyHolder] });
    hostKeys = new HostKeys(new HostKeyRows(database.dataSource.manager), new TestClock());
  });
  afterAll(() => database.drop());
  beforeEach(() => {
    host = { accountId: '1000000000000001', networkDomainId: '1', address: 'web-01.example', port: (port += 1) };
  });

  it('trust the first key, and only this one from then on', async () => {
    const key = publicKey();
    expect(await hostKeys.find(host)).toBeUndefined();
    expect(await hostKeys.trust(host, key)).toBe(true);
    expect(await hostKeys.trust(host, key)).toBe(true);
    expect(await hostKeys.find(host)).toEqual({ keyType: 'ssh-ed25519', publicKey: key });
  });

  it('refuse a changed key, of another type too, and keep the pin', async () => {
    const key = publicKey();
    await hostKeys.trust(host, key);
    expect(await hostKeys.trust(host, publicKey())).toBe(false);
    expect(await hostKeys.trust(host, publicKey('ecdsa-sha2-nistp256'))).toBe(false);
    expect((await hostKeys.find(host))?.publicKey).toEqual(key);
  });

  it('belong to account, network domain, address and port', async () => {
    await hostKeys.trust(host, publicKey());
    expect(await hostKeys.trust({ ...host, accountId: '1000000000000002' }, publicKey())).toBe(true);
    expect(await hostKeys.trust({ ...host, networkDomainId: '2' }, publicKey())).toBe(true);
    expect(await hostKeys.trust({ ...host, address: 'web-02.example' }, publicKey())).toBe(true);
    expect(await hostKeys.trust({ ...host, port: host.port + 10_000 }, publicKey())).toBe(true);
    expect(await hostKeys.trust({ ...host, address: 'WEB-01.example' }, publicKey())).toBe(false);
  });

  describe('and those who hold them', () => {
    const transaction = (work: (tx: EntityManager) => Promise<void>) => database.dataSource.transaction(work);
    const hold = (holder: string, place = host) => transaction((tx) => hostKeys.hold(tx, place, holder));
    const release = (holder: string, place = host) => transaction((tx) => hostKeys.release(tx, place, holder));
    const isPinned = async () => (await hostKeys.find(host)) !== undefined;

    it('are pinned anew after the last holder released them', async () => {
      await hold('host/1');
      await hold('host/1');
      await hostKeys.trust(host, publicKey());
      await release('host/1');
      const key = publicKey();
      expect(await hostKeys.trust(host, key)).toBe(true);
      expect((await hostKeys.find(host))?.publicKey).toEqual(key);
    });

    it('stay while there is another holder, whoever came first', async () => {
      await hold('instance/cn-hangzhou/i-1');
      await hostKeys.trust(host, publicKey());
      await hold('host/1', { ...host, address: 'WEB-01.example' });
      await release('instance/cn-hangzhou/i-1');
      expect(await isPinned()).toBe(true);
      await release('host/1');
      expect(await isPinned()).toBe(false);
    });

    it('do not stay for holders of another account, network domain, address or port', async () => {
      await hold('host/1');
      await hold('host/2', { ...host, accountId: '1000000000000002' });
      await hold('host/3', { ...host, address: 'web-02.example' });
      await hold('host/4', { ...host, port: host.port + 10_000 });
      await hold('host/5', { ...host, networkDomainId: '2' });
      await hostKeys.trust(host, publicKey());
      await release('host/1');
      expect(await isPinned()).toBe(false);
    });

    it('stay when the release is rolled back', async () => {
      await hold('host/1');
      await hostKeys.trust(host, publicKey());
      const failing = transaction(async (tx) => {
        await hostKeys.release(tx, host, 'host/1');
        throw new Error('taken back');
      });
      await expect(failing).rejects.toThrow('taken back');
      expect(await isPinned()).toBe(true);
    });

    it('are forgotten when the last two holders release them at the same time', async () => {
      await hold('host/1');
      await hold('host/2');
      await hostKeys.trust(host, publicKey());
      let second: Promise<void> | undefined;
      await transaction(async (tx) => {
        await hostKeys.release(tx, host, 'host/1');
        second = release('host/2');
        await eventually('the other one waits', async () => (await lockWaits(database.dataSource)) > 0);
      });
      await second;
      expect(await isPinned()).toBe(false);
    });
  });

  it('trust exactly one of many different keys that come first at the same time', async () => {
    const keys = Array.from({ length: 8 }, () => publicKey());
    const trusted = await Promise.all(keys.map((key) => hostKeys.trust(host, key)));
    expect(trusted.filter(Boolean)).toHaveLength(1);
    expect((await hostKeys.find(host))?.publicKey).toEqual(keys[trusted.indexOf(true)]);
  });

  it.each([
    Buffer.alloc(0),
    Buffer.from([0, 0, 0, 0]),
    Buffer.from([0, 0, 0, 9, 1]),
    Buffer.concat([Buffer.from([0, 0, 1, 0]), Buffer.alloc(256, 'a')]),
    Buffer.concat([Buffer.from([0, 0, 0, 3]), Buffer.from('a\u001bb')]),
  ])('are not created from something other than a key', async (blob) => {
    await expect(hostKeys.trust(host, blob)).rejects.toThrow(RangeError);
    expect(await hostKeys.find(host)).toBeUndefined();
  });
});
