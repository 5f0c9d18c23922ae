import type { Credentials, Members } from '../support/api-clients.ts';
import { allow, policy } from '../ram/ram-account.ts';
import { RamApplication } from '../ram/ram-application.ts';
import { eventually } from '../support/eventually.ts';
import { lockWaits } from '../support/lock-waits.ts';
import { importedKey } from './key-material.ts';
import type { KmsApplication } from './kms-application.ts';
import { codeOf, isOk, rounds, TwoProcesses } from './two-processes.ts';

const Plaintext = 'AAAA';

describe('calls that race for one key', () => {
  let processes: TwoProcesses;
  let kms: KmsApplication;
  let ram: RamApplication;

  beforeAll(async () => {
    processes = await TwoProcesses.start();
    ({ kms } = processes);
    ram = new RamApplication(processes.nodes[0]);
  });

  afterAll(() => processes.stop());

  const send = (action: string, parameters: Members = {}, by?: Credentials) => processes.send(action, parameters, by);
  const encrypt = (KeyId: string, by?: Credentials) => send('Encrypt', { KeyId, Plaintext }, by);
  const decrypt = (CiphertextBlob: string) => send('Decrypt', { CiphertextBlob });
  const arnOf = (keyId: string) => `acs:kms:cn-hangzhou:${kms.accountId}:key/${keyId}`;
  /** Every use of a key with that ciphertext. */
  const uses = (KeyId: string, CiphertextBlob: string) => [
    encrypt(KeyId),
    decrypt(CiphertextBlob),
    send('GenerateDataKey', { KeyId }),
    send('ReEncrypt', { CiphertextBlob, DestinationKeyId: KeyId }),
  ];

  it.each([
    ['DisableKey', {}, 'EnableKey', 'Rejected.Disabled'],
    ['ScheduleKeyDeletion', { PendingWindowInDays: '7' }, 'CancelKeyDeletion', 'Rejected.PendingDeletion'],
  ])('to use it and to call %s: after the answer nobody can use it', async (action, parameters, undo, refusal) => {
    const { KeyId } = await kms.createKey();
    const { CiphertextBlob } = (await encrypt(KeyId)).body;
    await rounds(15, async () => {
      const meanwhile = [...uses(KeyId, CiphertextBlob), ...uses(KeyId, CiphertextBlob)];
      expect(codeOf(await send(action, { KeyId, ...parameters }))).toBe('OK');
      const after = await Promise.all(uses(KeyId, CiphertextBlob));
      expect(after.map(codeOf)).toEqual(after.map(() => refusal));
      for (const answer of await Promise.all(meanwhile)) expect(['OK', refusal]).toContain(codeOf(answer));
      await send(undo, { KeyId });
      await send('EnableKey', { KeyId });
    })();
  });

  it('to schedule its deletion and to cancel it: it is in one of the two states, and says so', async () => {
    const { KeyId } = await kms.createKey();
    await rounds(15, async () => {
      const racing = ['ScheduleKeyDeletion', 'CancelKeyDeletion', 'DisableKey', 'EnableKey', 'ScheduleKeyDeletion'];
      const answers = await Promise.all(
        racing.map((action) =>
          send(action, action.startsWith('Schedule') ? { KeyId, PendingWindowInDays: '7' } : { KeyId }),
        ),
      );
      for (const answer of answers) {
        expect(['OK', 'Rejected.StateModifiedFailed', 'Rejected.PendingDeletion']).toContain(codeOf(answer));
      }
      const { KeyState, DeleteDate } = (await send('DescribeKey', { KeyId })).body.KeyMetadata;
      expect(['Enabled', 'Disabled', 'PendingDeletion']).toContain(KeyState);
      expect(Boolean(DeleteDate)).toBe(KeyState === 'PendingDeletion');
      const expected = KeyState === 'Enabled' ? 'OK' : `Rejected.${KeyState}`;
      expect(codeOf(await encrypt(KeyId))).toBe(expected);
    })();
  });

  it('to point its alias at another key and to use it: what was allowed is what is used', async () => {
    const [mine, other] = [(await kms.createKey()).KeyId as string, (await kms.createKey()).KeyId as string];
    const AliasName = 'alias/moving';
    await send('CreateAlias', { AliasName, KeyId: mine });
    const { credentials } = await ram.newUser([allow('kms:Encrypt', arnOf(mine))]);
    const used = new Map<string, number>();
    await rounds(25, async (n) => {
      const moving = [send('UpdateAlias', { AliasName, KeyId: n % 2 ? mine : other })];
      const answers = await Promise.all(Array.from({ length: 6 }, () => encrypt(AliasName, credentials)));
      for (const answer of answers) {
        const outcome = isOk(answer) ? answer.body.KeyId : answer.body.Message;
        const refusal = `This operation for ${arnOf(other)} is forbidden by permission system.`;
        expect([mine, refusal]).toContain(outcome);
        used.set(outcome, (used.get(outcome) ?? 0) + 1);
      }
      await Promise.all(moving);
    })();
    expect(used.size).toBe(2);
  });

  it('to make, move and delete one alias: it names one key or none', async () => {
    const keys = [(await kms.createKey()).KeyId, (await kms.createKey()).KeyId] as string[];
    const AliasName = 'alias/contended';
    await rounds(15, async () => {
      const answers = await Promise.all([
        send('CreateAlias', { AliasName, KeyId: keys[0] }),
        send('CreateAlias', { AliasName, KeyId: keys[1] }),
        send('UpdateAlias', { AliasName, KeyId: keys[0] }),
        send('DeleteAlias', { AliasName }),
      ]);
      for (const answer of answers) {
        expect(['OK', 'AliasAlreadyExists', 'Forbidden.AliasNotFound']).toContain(codeOf(answer));
      }
      const { Alias } = (await send('ListAliases', { PageSize: '100' })).body.Aliases;
      const named = (Alias as Members[]).filter((alias) => alias['AliasName'] === AliasName);
      const answer = await encrypt(AliasName);
      expect(isOk(answer) ? [answer.body.KeyId] : []).toEqual(named.map((alias) => alias['KeyId']));
    })();
  });

  it('to move its alias and to delete it: the alias that was moved is deleted', async () => {
    const keys = [(await kms.createKey()).KeyId, (await kms.createKey()).KeyId] as string[];
    const AliasName = 'alias/moved-away';
    await send('CreateAlias', { AliasName, KeyId: keys[0] });
    const { dataSource } = processes.nodes[0].database;
    const waits = (count: number) =>
      eventually(`${count} wait for a lock`, async () => (await lockWaits(dataSource)) === count);
    const holder = dataSource.createQueryRunner();
    await holder.startTransaction();
    await holder.query('select from kms_aliases where alias_name = $1 for update', [AliasName]);
    const moving = send('UpdateAlias', { AliasName, KeyId: keys[1] });
    await waits(1);
    const deleting = send('DeleteAlias', { AliasName });
    await waits(2);
    await holder.commitTransaction();
    await holder.release();
    expect((await Promise.all([moving, deleting])).map(codeOf)).toEqual(['OK', 'OK']);
    expect(codeOf(await encrypt(AliasName))).toBe('Forbidden.AliasNotFound');
  });

  it('to rotate it and to use it: everything encrypted opens, with the version that was answered', async () => {
    const { KeyId } = await kms.createKey();
    const blobs: Members[] = [];
    await rounds(15, async () => {
      const [rotated, ...encrypted] = await Promise.all([
        send('CreateKeyVersion', { KeyId }),
        ...Array.from({ length: 5 }, () => encrypt(KeyId)),
      ]);
      expect([rotated, ...encrypted].map((answer) => codeOf(answer!))).toEqual(Array(6).fill('OK'));
      blobs.push(...encrypted.map(({ body }) => body as Members));
      expect((await encrypt(KeyId)).body.KeyVersionId).toBe(rotated?.body.KeyVersion.KeyVersionId);
    })();
    for (const { CiphertextBlob, KeyVersionId } of blobs) {
      expect((await decrypt(CiphertextBlob)).body).toMatchObject({ Plaintext, KeyVersionId });
    }
    expect(new Set(blobs.map(({ KeyVersionId }) => KeyVersionId)).size).toBeGreaterThan(5);
  });

  it(
    'to delete its material and to use it: after the answer nobody can use it',
    rounds(6, async () => {
      const { KeyId } = await importedKey(kms);
      const { CiphertextBlob } = (await encrypt(KeyId)).body;
      const meanwhile = uses(KeyId, CiphertextBlob);
      expect(codeOf(await send('DeleteKeyMaterial', { KeyId }))).toBe('OK');
      const after = await Promise.all(uses(KeyId, CiphertextBlob));
      expect(after.map(codeOf)).toEqual(after.map(() => 'Rejected.PendingImport'));
      for (const answer of await Promise.all(meanwhile))
        expect(['OK', 'Rejected.PendingImport']).toContain(codeOf(answer));
    }),
  );

  describe('and the right to use it: after the answer nobody without it can use the key', () => {
    const forbidden = 'Forbidden.NoPermission';

    /** Makes calls while something is taken away, and further calls afterwards. */
    async function expectTakenAway(KeyId: string, by: Credentials, change: () => Promise<unknown>, refusal: string) {
      expect(codeOf(await encrypt(KeyId, by))).toBe('OK');
      const meanwhile = [1, 2, 3, 4].map(() => encrypt(KeyId, by));
      await change();
      const after = await Promise.all([encrypt(KeyId, by), encrypt(KeyId, by)]);
      expect(after.map(codeOf)).toEqual([refusal, refusal]);
      for (const answer of await Promise.all(meanwhile)) expect(['OK', refusal]).toContain(codeOf(answer));
    }

    it('through a detached policy, a former default version, or a group that was left', async () => {
      const { KeyId } = await kms.createKey();
      const { name: UserName, credentials } = await ram.newUser();
      const PolicyName = await ram.newPolicy(allow('kms:Encrypt', arnOf(KeyId)));
      const attached = { UserName, PolicyName, PolicyType: 'Custom' };
      const GroupName = await ram.newGroup();
      await ram.call('AttachPolicyToGroup', { GroupName, PolicyName, PolicyType: 'Custom' });
      await ram.call('CreatePolicyVersion', { PolicyName, PolicyDocument: policy(allow('kms:Decrypt')) });
      await rounds(6, async () => {
        await ram.call('AttachPolicyToUser', attached);
        await expectTakenAway(KeyId, credentials, () => ram.call('DetachPolicyFromUser', attached), forbidden);
        await ram.call('AddUserToGroup', { UserName, GroupName });
        const other = () => ram.call('SetDefaultPolicyVersion', { PolicyName, VersionId: 'v2' });
        await expectTakenAway(KeyId, credentials, other, forbidden);
        await ram.call('SetDefaultPolicyVersion', { PolicyName, VersionId: 'v1' });
        const leave = () => ram.call('RemoveUserFromGroup', { UserName, GroupName });
        await expectTakenAway(KeyId, credentials, leave, forbidden);
      })();
    });

    it("by the key's own policy", async () => {
      const { KeyId } = await kms.createKey();
      const { arn, credentials } = await ram.newUser([allow('kms:Encrypt')]);
      const deny = { Effect: 'Deny', Action: 'kms:Encrypt', Resource: '*', Principal: { RAM: [arn] } };
      const lets = { ...deny, Effect: 'Allow' };
      await rounds(6, async () => {
        await send('SetKeyPolicy', { KeyId, Policy: policy(lets) });
        await expectTakenAway(
          KeyId,
          credentials,
          () => send('SetKeyPolicy', { KeyId, Policy: policy(deny) }),
          forbidden,
        );
      })();
    });

    it('with an AccessKey that is disabled, and with one that is deleted', async () => {
      const { KeyId } = await kms.createKey();
      const { name: UserName } = await ram.newUser([allow('kms:Encrypt')]);
      await rounds(6, async () => {
        const credentials = await ram.newAccessKey(UserName);
        const key = { UserName, UserAccessKeyId: credentials.accessKeyId };
        const disable = () => ram.call('UpdateAccessKey', { ...key, Status: 'Inactive' });
        await expectTakenAway(KeyId, credentials, disable, 'Forbidden.AccessKey');
        await ram.call('UpdateAccessKey', { ...key, Status: 'Active' });
        await expectTakenAway(
          KeyId,
          credentials,
          () => ram.call('DeleteAccessKey', key),
          'InvalidAccessKeyId.NotFound',
        );
      })();
    });

    it('in the session of a role whose policy is detached', async () => {
      const { KeyId } = await kms.createKey();
      const RoleName = await ram.newRole();
      const PolicyName = await ram.newPolicy(allow('kms:Encrypt'));
      const attached = { RoleName, PolicyName, PolicyType: 'Custom' };
      const session = await ram.assume(await ram.newUser([allow('sts:AssumeRole')]), RoleName);
      await rounds(6, async () => {
        await ram.call('AttachPolicyToRole', attached);
        await expectTakenAway(KeyId, session, () => ram.call('DetachPolicyFromRole', attached), forbidden);
      })();
    });
  });
});
