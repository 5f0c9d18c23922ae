import { KeyRotation } from '../../../src/kms/keys/key-rotation.ts';
import { refusal } from '../../support/api-clients.ts';
import { eventually } from '../../support/eventually.ts';
import { aliasUnsupported, expectGuarded, expectUnknownKey, invalid } from '../key-behaviour.ts';
import { days, titled } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';

describe('UpdateRotationPolicy', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const metadata = async (KeyId: string) => (await kms.call('DescribeKey', { KeyId })).KeyMetadata;
  const rotate = (KeyId: string, RotationInterval = '7d') =>
    kms.call('UpdateRotationPolicy', { KeyId, EnableAutomaticRotation: 'true', RotationInterval });

  async function eventuallyHasVersions(KeyId: string, count: number): Promise<void> {
    const total = async () => (await kms.call('ListKeyVersions', { KeyId })).TotalCount;
    await eventually(`${count} versions`, async () => (await total()) === count);
  }

  describe('answers', () => {
    it('only the RequestId, and DescribeKey shows when the key is rotated', async () => {
      const { KeyId, CreationDate } = await kms.createKey();
      expect(await rotate(KeyId, '604800s')).toEqual({ RequestId: expect.any(String) });
      const { AutomaticRotation, RotationInterval, NextRotationDate } = await metadata(KeyId);
      expect([AutomaticRotation, RotationInterval]).toEqual(['Enabled', '604800s']);
      expect(Date.parse(NextRotationDate) - Date.parse(CreationDate)).toBe(604_800_000);
      await kms.call('UpdateRotationPolicy', { KeyId, EnableAutomaticRotation: 'false' });
      expect(await metadata(KeyId)).toMatchObject({ AutomaticRotation: 'Disabled' });
      expect(await metadata(KeyId)).not.toHaveProperty('NextRotationDate');
    });

    it('the key is rotated when it is due, once for all intervals that were missed', async () => {
      const { KeyId, PrimaryKeyVersion } = await kms.createKey({
        EnableAutomaticRotation: 'true',
        RotationInterval: '7d',
      });
      const { CiphertextBlob } = await kms.call('Encrypt', { KeyId, Plaintext: 'AAAA' });
      kms.app.clock.advance(days(30));
      await eventuallyHasVersions(KeyId, 2);
      const rotated = await metadata(KeyId);
      expect(rotated.PrimaryKeyVersion).not.toBe(PrimaryKeyVersion);
      expect(Date.parse(rotated.NextRotationDate) - Date.parse(rotated.LastRotationDate)).toBe(days(7));
      expect((await kms.call('Decrypt', { CiphertextBlob })).Plaintext).toBe('AAAA');
      await kms.app.get(KeyRotation).rotateNext();
      await eventuallyHasVersions(KeyId, 2);
    });

    it('a key that two processes find due at once is rotated once', async () => {
      const { KeyId } = await kms.createKey();
      await kms.query(`update kms_keys set rotation_seconds = 604800, next_rotation_at = $2 where key_id = $1`, [
        KeyId,
        kms.app.clock.now(),
      ]);
      const rotation = kms.app.get(KeyRotation);
      await Promise.all(Array.from({ length: 6 }, () => rotation.rotateNext()));
      await eventuallyHasVersions(KeyId, 2);
    });

    it('a disabled key is not rotated before it is enabled again', async () => {
      const { KeyId } = await kms.createKey();
      await rotate(KeyId);
      await kms.call('DisableKey', { KeyId });
      kms.app.clock.advance(days(8));
      while (await kms.app.get(KeyRotation).rotateNext());
      await eventuallyHasVersions(KeyId, 1);
      expect((await metadata(KeyId)).AutomaticRotation).toBe('Suspended');
      await kms.call('EnableKey', { KeyId });
      await eventuallyHasVersions(KeyId, 2);
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['RotationInterval', '6d'],
        ['RotationInterval', '731d'],
        ['RotationInterval', '7'],
        ['RotationInterval', '-7d'],
        ['RotationInterval', '7w'],
        ['EnableAutomaticRotation', 'yes'],
      ]),
    )('%s', async (_, name, value) => {
      expect(
        await refusal(
          kms.call('UpdateRotationPolicy', { KeyId: 'key-1', EnableAutomaticRotation: 'true', [name]: value }),
        ),
      ).toEqual(invalid(name));
    });
  });

  describe('refuses state', () => {
    it('unknown keys, and keys of other accounts', async () => {
      await expectUnknownKey(kms, 'UpdateRotationPolicy', { EnableAutomaticRotation: 'false' });
    });

    it('keys without symmetric material generated here, and a missing interval', async () => {
      const { KeyId } = await kms.createKey({ Origin: 'EXTERNAL' });
      expect((await refusal(rotate(KeyId))).code).toBe('Unsupported.Origin');
      const pair = await kms.createKey({ KeySpec: 'EC_P256' });
      expect((await refusal(rotate(pair.KeyId))).code).toBe('Rejected.UnsupportedOperation');
      const call = kms.call('UpdateRotationPolicy', { KeyId: pair.KeyId, EnableAutomaticRotation: 'true' });
      expect((await refusal(call)).code).toBe('MissingParameter');
    });

    it('an alias', async () => {
      const { KeyId } = await kms.createKey();
      await kms.call('CreateAlias', { AliasName: 'alias/mine', KeyId });
      expect(
        await refusal(kms.call('UpdateRotationPolicy', { EnableAutomaticRotation: 'false', KeyId: 'alias/mine' })),
      ).toEqual(aliasUnsupported);
    });
  });

  describe('refuses the caller', () => {
    it('without a permission for the key', async () => {
      const { KeyId } = await kms.createKey();
      await expectGuarded(kms, 'UpdateRotationPolicy', { KeyId, EnableAutomaticRotation: 'false' });
    });
  });
});
