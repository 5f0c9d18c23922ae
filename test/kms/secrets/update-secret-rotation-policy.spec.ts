import { wireTime } from '../../../src/common/clock.ts';
import { refusal, type Members } from '../../support/api-clients.ts';
import { days, ecsPassword, titled } from '../kms-account.ts';
import { KmsApplication } from '../kms-application.ts';
import { ramUser } from '../ram-callers.ts';

describe('UpdateSecretRotationPolicy', () => {
  let kms: KmsApplication;

  beforeAll(async () => {
    kms = await KmsApplication.start();
  });

  afterAll(() => kms.app.stop());

  const update = (SecretName: string, parameters: Members) =>
    kms.call('UpdateSecretRotationPolicy', { SecretName, EnableAutomaticRotation: 'true', ...parameters });
  const describeSecret = (SecretName: string) => kms.call('DescribeSecret', { SecretName });
  const later = (time: string, ms: number) => wireTime(new Date(Date.parse(time) + ms));

  describe('answers', () => {
    it.each([
      ['7d', 7],
      ['168h', 7],
      ['10080m', 7],
      ['604800s', 7],
      ['3600s', 1 / 24],
      ['1h', 1 / 24],
      ['365d', 365],
      ['31536000s', 365],
    ])('an interval of %s, and shows it everywhere in seconds', async (RotationInterval, length) => {
      const SecretName = await kms.createEcsSecret();
      const { RequestId: _, ...answer } = await update(SecretName, { RotationInterval });
      expect(answer).toEqual({ SecretName });
      const described = await describeSecret(SecretName);
      const shown = {
        AutomaticRotation: 'Enabled',
        RotationInterval: `${Math.round(days(length) / 1_000)}s`,
        NextRotationDate: later(described.CreateTime, days(length)),
      };
      expect(described).toMatchObject(shown);
      expect(await kms.call('GetSecretValue', { SecretName })).toMatchObject(shown);
      const batch = await kms.call('BatchGetSecretValue', { SecretsList: JSON.stringify([{ SecretName }]) });
      expect(batch.SecretValues[0]).toMatchObject(shown);
    });

    it('the date that follows from the last rotation', async () => {
      const SecretName = await kms.createEcsSecret();
      const rotated = new Date(kms.app.clock.now().getTime() + days(3));
      await kms.query('update kms_secrets set last_rotated_at = $2 where name = $1', [SecretName, rotated]);
      await update(SecretName, { RotationInterval: '10d' });
      const shown = await describeSecret(SecretName);
      expect(shown.LastRotationDate).toBe(wireTime(rotated));
      expect(shown.NextRotationDate).toBe(later(shown.LastRotationDate, days(10)));
    });

    it('a date that has already passed: the rotation is due immediately', async () => {
      const SecretName = await kms.createEcsSecret();
      kms.app.clock.advance(days(40));
      await update(SecretName, { RotationInterval: '30d' });
      const { NextRotationDate } = await describeSecret(SecretName);
      expect(Math.abs(Date.parse(NextRotationDate) - kms.app.clock.now().getTime())).toBeLessThan(60_000);
    });

    it('automatic rotation switched off, whatever interval is given', async () => {
      const SecretName = await kms.createEcsSecret({ EnableAutomaticRotation: 'true', RotationInterval: '7d' });
      expect(await describeSecret(SecretName)).toMatchObject({ AutomaticRotation: 'Enabled' });
      await update(SecretName, { EnableAutomaticRotation: 'false', RotationInterval: '7d' });
      const shown = await describeSecret(SecretName);
      expect(shown).toMatchObject({ AutomaticRotation: 'Disabled' });
      expect(shown).not.toHaveProperty('RotationInterval');
      expect(shown).not.toHaveProperty('NextRotationDate');
    });

    it('a secret whose rotation was Invalid with a new schedule', async () => {
      const SecretName = await kms.createEcsSecret({ EnableAutomaticRotation: 'true', RotationInterval: '7d' });
      await kms.query(`update kms_secrets set rotation_state = 'invalid' where name = $1`, [SecretName]);
      expect(await describeSecret(SecretName)).toMatchObject({ AutomaticRotation: 'Invalid' });
      await update(SecretName, { RotationInterval: '8d' });
      expect(await describeSecret(SecretName)).toMatchObject({ AutomaticRotation: 'Enabled' });
    });
  });

  describe('CreateSecret', () => {
    it('answers the schedule of a managed secret', async () => {
      const config = ecsPassword(await kms.registerInstance());
      const SecretName = kms.newName();
      const parameters = {
        SecretName,
        VersionId: 'v1',
        ...config,
        EnableAutomaticRotation: 'true',
        RotationInterval: '7d',
      };
      const answer = await kms.call('CreateSecret', parameters);
      const { CreateTime } = await describeSecret(SecretName);
      expect(answer).toMatchObject({
        AutomaticRotation: 'Enabled',
        RotationInterval: '604800s',
        NextRotationDate: later(CreateTime, days(7)),
      });
    });

    it('refuses automatic rotation of a managed secret without an interval', async () => {
      const call = kms.createEcsSecret({ EnableAutomaticRotation: 'true' });
      await expect(call).rejects.toMatchObject({ code: 'MissingParameter' });
    });
  });

  describe('refuses parameters', () => {
    it.each(
      titled([
        ['RotationInterval', '59m'],
        ['RotationInterval', '3599s'],
        ['RotationInterval', '366d'],
        ['RotationInterval', '7'],
        ['RotationInterval', '07d'],
        ['RotationInterval', '-7d'],
        ['RotationInterval', '7.5d'],
        ['RotationInterval', '7w'],
        ['RotationInterval', '7D'],
        ['RotationInterval', '999999999d'],
        ['EnableAutomaticRotation', 'yes'],
      ]),
    )('%s', async (_, name, value) => {
      const SecretName = await kms.createEcsSecret();
      expect(await refusal(update(SecretName, { RotationInterval: '7d', [name]: value }))).toEqual({
        code: 'InvalidParameter',
        status: 400,
        message: `The specified parameter ${name} is not valid.`,
      });
    });

    it('no interval where automatic rotation is wanted', async () => {
      const SecretName = await kms.createEcsSecret();
      await expect(update(SecretName, {})).rejects.toMatchObject({ code: 'MissingParameter' });
    });
  });

  describe('refuses state', () => {
    it('a Generic secret, an unknown one, and one that is scheduled for deletion', async () => {
      const parameters = { RotationInterval: '7d' };
      const generic = update(await kms.createSecret(), parameters);
      await expect(generic).rejects.toMatchObject({ code: 'Rejected.UnsupportedOperation' });
      await expect(update('nothing', parameters)).rejects.toMatchObject({ code: 'Forbidden.ResourceNotFound' });
      const SecretName = await kms.createEcsSecret();
      await kms.call('DeleteSecret', { SecretName });
      const deleted = update(SecretName, parameters);
      await expect(deleted).rejects.toMatchObject({ code: 'Rejected.ResourceInDeleteWindow' });
    });
  });

  describe('refuses the caller', () => {
    it('whose policies do not allow it', async () => {
      const user = await ramUser(kms, [{ Action: 'kms:DescribeSecret' }]);
      const SecretName = await kms.createEcsSecret();
      const call = user.kms.request('UpdateSecretRotationPolicy', { SecretName, EnableAutomaticRotation: 'false' });
      await expect(call).rejects.toMatchObject({ code: 'Forbidden.NoPermission' });
    });
  });
});
