import { SecretPurge } from '../../src/kms/secrets/secret-purge.ts';
import type { Members } from '../support/api-clients.ts';
import type { WireAnswer } from '../support/signed-request.ts';
import type { KmsApplication } from './kms-application.ts';
import { policyOf, ramUser } from './ram-callers.ts';
import { codeOf, isOk, rounds, TwoProcesses } from './two-processes.ts';

describe('calls that race for one secret', () => {
  let processes: TwoProcesses;
  let kms: KmsApplication;

  beforeAll(async () => {
    processes = await TwoProcesses.start();
    ({ kms } = processes);
  });

  afterAll(() => processes.stop());

  const send = (action: string, parameters: Members = {}) => processes.send(action, parameters);
  /** The value that was read, or the error code. */
  const outcomeOf = (answer: WireAnswer): string => (isOk(answer) ? answer.body.SecretData : codeOf(answer));
  const read = (SecretName: string, others: Members = {}) => send('GetSecretValue', { SecretName, ...others });
  const together = (...calls: Promise<WireAnswer>[]) => Promise.all(calls);

  it(
    'to create, delete and read it: a value always belongs to its version, and one creator wins',
    rounds(20, async (n) => {
      const SecretName = `made-${n % 4}`;
      const creating = [0, 1, 2].map((k) =>
        send('CreateSecret', { SecretName, VersionId: `v${n}-${k}`, SecretData: `of v${n}-${k}` }),
      );
      const deleting = send('DeleteSecret', { SecretName, ForceDeleteWithoutRecovery: 'true' });
      const answers = await together(...creating, deleting, read(SecretName), read(SecretName));
      const made = answers.slice(0, 3).filter(isOk).length;
      // The secret from before this round may have been deleted, and its name taken.
      expect(made - (isOk(answers[3]!) ? 1 : 0)).toBeLessThanOrEqual(1);
      for (const answer of [...answers.slice(4), await read(SecretName)]) {
        const expected = isOk(answer) ? `of ${answer.body.VersionId}` : 'Forbidden.ResourceNotFound';
        expect(outcomeOf(answer)).toBe(expected);
      }
    }),
  );

  it('to delete, restore, change and read it: its contents match its state', async () => {
    const SecretName = await kms.createSecret();
    await rounds(20, async (n) => {
      const answers = await together(
        send('DeleteSecret', { SecretName }),
        send('RestoreSecret', { SecretName }),
        send('PutSecretValue', { SecretName, VersionId: `p${n}`, SecretData: 'x' }),
        read(SecretName),
        send('UpdateSecret', { SecretName, Description: `${n}` }),
        send('CreateSecret', { SecretName, VersionId: 'z', SecretData: 'x' }),
      );
      const expected = ['OK', 'Rejected.ResourceInDeleteWindow', 'Rejected.ResourceInUse', 'Rejected.ResourceExist'];
      for (const answer of answers) expect(expected).toContain(codeOf(answer));
      expect(isOk(answers[5]!)).toBe(false);
      const { PlannedDeleteTime } = (await send('DescribeSecret', { SecretName })).body;
      expect((await read(SecretName)).status).toBe(PlannedDeleteTime ? 409 : 200);
    })();
  });

  it(
    'to restore and to purge it: it is either back with its value or deleted',
    rounds(10, async () => {
      const SecretName = await kms.createSecret({ SecretData: 'kept' });
      await send('DeleteSecret', { SecretName, RecoveryWindowInDays: '7' });
      const { planned_deletion_at: planned } = (
        await kms.query('select planned_deletion_at from kms_secrets where name = $1', [SecretName])
      )[0] as { planned_deletion_at: Date };
      const shortly = (ms: number) => processes.nodes.forEach(({ clock }) => clock.advance(ms));
      shortly(planned.getTime() - processes.nodes[0].clock.now().getTime() - 60);
      // The recovery window ends while the call is on its way.
      const restoring = send('RestoreSecret', { SecretName });
      for (let step = 0; step < 8; step += 1) {
        shortly(20);
        await Promise.all(processes.nodes.map((node) => node.get(SecretPurge).run()));
      }
      const restored = await restoring;
      const answer = await read(SecretName);
      const gone = 'Forbidden.ResourceNotFound';
      expect([codeOf(restored), outcomeOf(answer)]).toEqual(isOk(restored) ? ['OK', 'kept'] : [gone, gone]);
    }),
  );

  it('to put one version: all who sent the value that won are told so, the others are refused', async () => {
    const SecretName = await kms.createSecret();
    await rounds(12, async (n) => {
      const put = (k: number) =>
        send('PutSecretValue', { SecretName, VersionId: `w${n}`, SecretData: `value ${k % 3}` });
      const answers = await together(...[0, 1, 2, 3, 4, 5].map(put));
      const winner = (await read(SecretName, { VersionId: `w${n}` })).body.SecretData;
      answers.forEach((answer, k) => expect(answer.status).toBe(winner === `value ${k % 3}` ? 200 : 409));
      const listed = await send('ListSecretVersionIds', { SecretName, IncludeDeprecated: 'true' });
      expect(listed.body.TotalCount).toBeLessThanOrEqual(10);
    })();
  });

  it('to move its labels and to read by them: each is on one version, and there is always a current one', async () => {
    const SecretName = await kms.createSecret({ VersionId: 'v0', SecretData: 'of v0' });
    const versions = ['v0', 'v1', 'v2', 'v3'];
    for (const VersionId of versions.slice(1)) {
      const VersionStages = JSON.stringify(['ACSCurrent', `label ${VersionId}`]);
      await send('PutSecretValue', { SecretName, VersionId, SecretData: `of ${VersionId}`, VersionStages });
    }
    const labels = ['ACSCurrent', 'ACSPrevious', 'label v1', 'label v2'];
    await rounds(20, async (n) => {
      const move = (k: number) =>
        send('UpdateSecretVersionStage', {
          SecretName,
          VersionStage: labels[(n * 7 + k) % labels.length],
          MoveToVersion: versions[(n * 5 + k * 3) % versions.length],
        });
      const reads = await together(move(1), move(2), move(3), read(SecretName), read(SecretName)).then((all) =>
        all.slice(3),
      );
      for (const { body } of reads) {
        expect(body.SecretData).toBe(`of ${body.VersionId}`);
        expect(body.VersionStages.VersionStage).toContain('ACSCurrent');
      }
      const { VersionId } = (await send('ListSecretVersionIds', { SecretName, PageSize: '100' })).body.VersionIds;
      const stages = (VersionId as Members[]).flatMap((version) => version['VersionStages'].VersionStage as string[]);
      expect(new Set(stages).size).toBe(stages.length);
      expect(stages).toEqual(expect.arrayContaining(['ACSCurrent', 'ACSPrevious']));
    })();
  });

  it(
    'to rotate and to delete it: one of the two, and no rotation is left without its secret',
    rounds(20, async (n) => {
      const SecretName = await kms.createEcsSecret();
      const answers = await together(
        send('RotateSecret', { SecretName, VersionId: `r${n}` }),
        send('DeleteSecret', { SecretName, ForceDeleteWithoutRecovery: 'true' }),
        send('RotateSecret', { SecretName, VersionId: `q${n}` }),
      );
      const [rotated, deleted, second] = answers.map(codeOf);
      const refused = ['Forbidden.ResourceNotFound', 'Rejected.RotationInProgress'];
      expect([rotated, second].filter((code) => code === 'OK').length).toBeLessThanOrEqual(1);
      for (const code of [rotated, deleted, second]) expect(['OK', ...refused]).toContain(code);
      const orphans = await kms.query(
        'select from kms_rotations r where not exists (select from kms_secrets s where s.secret_id = r.secret_id)',
      );
      expect(orphans).toHaveLength(0);
      const wasRotated = rotated === 'OK' || second === 'OK';
      expect(deleted === 'OK' && wasRotated).toBe(false);
      expect(deleted === 'OK' || wasRotated).toBe(true);
    }),
  );

  it('to disable its key and to use it: after the answer nothing is read or written', async () => {
    const { KeyId } = (await send('CreateKey')).body.KeyMetadata;
    const SecretName = await kms.createSecret({ EncryptionKeyId: KeyId });
    await rounds(12, async (n) => {
      const meanwhile = together(read(SecretName), read(SecretName), read(SecretName));
      await send('DisableKey', { KeyId });
      const after = await together(
        read(SecretName),
        send('PutSecretValue', { SecretName, VersionId: `d${n}`, SecretData: 'y' }),
        send('BatchGetSecretValue', { SecretsList: JSON.stringify([{ SecretName }]) }),
      );
      expect(codeOf(after[0]!)).toBe('Rejected.Disabled');
      expect(codeOf(after[1]!)).toBe('Rejected.Disabled');
      expect(after[2]!.body.Errors).toMatchObject([{ Code: 'Rejected.Disabled' }]);
      for (const answer of await meanwhile) expect(['OK', 'Rejected.Disabled']).toContain(codeOf(answer));
      await send('EnableKey', { KeyId });
      expect((await read(SecretName)).status).toBe(200);
    })();
  });

  it('to change its policy and to read it: after the answer nobody reads without permission', async () => {
    const SecretName = await kms.createSecret();
    const user = await ramUser(kms, []);
    const policy = (Effect: 'Allow' | 'Deny') =>
      policyOf({ Effect, Action: 'kms:GetSecretValue', Principal: { RAM: [user.arn] } });
    const asUser = () =>
      user.kms.request('GetSecretValue', { SecretName }).then(
        () => 'OK',
        ({ code }) => code as string,
      );
    await rounds(8, async () => {
      await send('SetSecretPolicy', { SecretName, Policy: policy('Allow') });
      expect(await asUser()).toBe('OK');
      const meanwhile = Promise.all([asUser(), asUser()]);
      await send('SetSecretPolicy', { SecretName, Policy: policy('Deny') });
      expect(await asUser()).toBe('Forbidden.NoPermission');
      for (const code of await meanwhile) expect(['OK', 'Forbidden.NoPermission']).toContain(code);
    })();
  });
});
