import { refusal, type Members } from '../support/api-clients.ts';
import { newAccount, type BastionAccount } from './bastion-account.ts';

/** LockUsers and UnlockUsers: the same in everything but the state that the users are in afterwards. */
export function describeUserLocks(action: 'LockUsers' | 'UnlockUsers', after: 'Frozen' | 'Normal'): void {
  // What a lock means for logins and open connections: test/broker/user-states.spec.ts and revocation.spec.ts.
  describe(action, () => {
    let bastion: BastionAccount;
    let number = 0;
    beforeAll(async () => {
      bastion = await newAccount();
    });

    const newUser = () => bastion.user(`user-${(number += 1)}`);
    const call = (UserIds: unknown, more: Members = {}) => bastion.call(action, { UserIds, ...more });
    const stateOf = async (UserId: string) => (await bastion.call('GetUser', { UserId })).User.UserState;
    const result = (UserId: string, Code = 'OK') => ({ Code, Message: '', UserId });

    it('answers for each user, whatever their state was before', async () => {
      const [first, second] = [await newUser(), await newUser()];
      await bastion.call('LockUsers', { UserIds: [second] });
      expect((await call([first, '999999', second, first])).Results).toEqual([
        result(first),
        result('999999', 'OBJECT_NOT_FOUND'),
        result(second),
        result(first),
      ]);
      for (const user of [first, second]) expect(await stateOf(user)).toEqual([after]);
    });

    it('takes ids as numbers, and up to 100 of them', async () => {
      const user = await newUser();
      expect((await call([Number(user)])).Results).toEqual([result(user)]);
      const many = Array.from({ length: 99 }, (_, index) => String(900_000 + index));
      expect((await call([user, ...many])).Results).toHaveLength(100);
      expect(await refusal(call([user, '1', ...many]))).toMatchObject({ code: 'InvalidParameter', status: 400 });
    });

    it("does not touch another instance's user", async () => {
      const stranger = await newAccount();
      const theirs = await stranger.user('theirs');
      expect((await call([theirs])).Results).toEqual([result(theirs, 'OBJECT_NOT_FOUND')]);
      expect((await stranger.call('GetUser', { UserId: theirs })).User.UserState).toEqual(['Normal']);
    });

    it.each([
      ['no ids', undefined, 'MissingUserIds'],
      ['a name for an id', ['alice'], 'InvalidParameter'],
      ['a text that is no list', 'alice', 'InvalidParameter'],
    ])('refuses parameters: %s', async (_, UserIds, code) => {
      expect(await refusal(call(UserIds))).toMatchObject({ code, status: 400 });
    });

    it('refuses an unknown instance', async () => {
      const refused = await refusal(call(['1'], { InstanceId: 'bastionhost-cn-00000000000' }));
      expect(refused).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
    });
  });
}
