import { randomAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import type { TargetInstance, TargetOptions } from '../../src/demo/target-instance.ts';
import { generateSshKeyPair, type SshKeyPair } from '../../src/ssh/keys.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { accepts, credentialOf, RotatedSecret } from './rotation-setting.ts';

const graceMs = 60_000;

/** What holds for a rotation on any kind of target. */
export function itRotates(startTarget: (options: TargetOptions) => Promise<TargetInstance>): void {
  const firstPassword = randomAlphanumeric(20);
  const password = { UserName: 'ops', Password: firstPassword };
  let app: TestApplication;
  let firstPair: SshKeyPair;
  let target: TargetInstance;

  const keyPair = () => ({
    UserName: 'deploy',
    PublicKey: firstPair.publicKey,
    PrivateKey: firstPair.privateKey.reveal(),
  });

  beforeAll(async () => {
    app = await startTestApplication();
    firstPair = await generateSshKeyPair('ed25519', 'first');
  });
  afterAll(() => app.stop());

  beforeEach(async () => {
    target = await startTarget({
      users: [
        { name: 'ops', password: new Redacted(firstPassword) },
        { name: 'deploy', authorizedKeys: [firstPair.publicKey] },
      ],
    });
  });
  afterEach(() => target.stop());

  it('brings a new password to the host; the former one is refused and shows as ACSPrevious', async () => {
    const secret = await RotatedSecret.create(app, target, password);
    const current = await secret.rotated('v2');
    expect(current.password?.reveal()).toMatch(/^.{32}$/);
    expect(await secret.accepts(current)).toBe(true);
    expect(await secret.accepts(credentialOf(password))).toBe(false);
    expect(await secret.version('ACSPrevious')).toMatchObject({
      VersionId: 'v1',
      SecretData: JSON.stringify(password),
    });
    expect(await secret.row()).toEqual({ phase: 'finished', failure: null, failures: 0 });
  });

  it('brings a new key to the host; the former one is accepted until its grace period is over', async () => {
    const secret = await RotatedSecret.create(app, target, keyPair());
    const current = await secret.rotated('v2');
    expect(await secret.accepts(current)).toBe(true);
    expect(await secret.accepts(credentialOf(keyPair()))).toBe(true);
    expect((await secret.row()).phase).toBe('retiring');
    app.clock.advance(graceMs);
    await secret.reaches('finished');
    expect(await secret.accepts(current)).toBe(true);
    expect(await secret.accepts(credentialOf(keyPair()))).toBe(false);
  });

  it('repairs a wrong initial value through the management credential', async () => {
    const wrong = { UserName: 'ops', Password: 'never-was-right' };
    const secret = await RotatedSecret.create(app, target, wrong);
    expect(await secret.accepts(await secret.credential())).toBe(false);
    expect(await secret.accepts(await secret.rotated('v2'))).toBe(true);
  });

  it('rotates again and again', async () => {
    const secret = await RotatedSecret.create(app, target, password);
    const second = await secret.rotated('v2');
    const third = await secret.rotated('v3');
    expect(await secret.accepts(third)).toBe(true);
    expect(await secret.accepts(second)).toBe(false);
  });

  it('rotates a key through the key itself when the instance has no management credential', async () => {
    const secret = await RotatedSecret.create(app, target, keyPair(), { management: 'none' });
    const current = await secret.rotated('v2');
    expect(await secret.accepts(current)).toBe(true);
    app.clock.advance(graceMs);
    await secret.reaches('finished');
    expect(await secret.accepts(current)).toBe(true);
    expect(await secret.accepts(credentialOf(keyPair()))).toBe(false);
  });

  it('continues once a host that was unreachable is back', async () => {
    const secret = await RotatedSecret.create(app, target, password);
    await target.powerOff();
    await secret.rotate('v2');
    await secret.reaches('prepared');
    await target.powerOn();
    app.clock.advance(5_000);
    await secret.reaches('finished');
    expect(await secret.accepts(await secret.credential())).toBe(true);
  });

  it('leaves the secret as it was when the user does not exist on the host', async () => {
    const secret = await RotatedSecret.create(app, target, { UserName: 'nobody-here', Password: 'x' });
    await secret.rotate('v2');
    await secret.reaches('failed');
    expect(await secret.row()).toMatchObject({ failure: 'NoSuchUser' });
    expect(await secret.version()).toMatchObject({ VersionId: 'v1' });
    expect(await accepts(target, credentialOf(password))).toBe(true);
  });
}
