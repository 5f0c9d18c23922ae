import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

// test/broker/ended-sessions.spec.ts interrupts real ones.
const bastion = await newAccount();
const unknown = 'f'.repeat(32);

describe('InterruptSessions', () => {
  const interrupt = (SessionIds: unknown, parameters: Members = {}) =>
    bastion.call('InterruptSessions', { SessionIds, ...parameters });

  it('answers for each session, in their order, also where there is no such open session', async () => {
    const other = 'e'.repeat(32);
    expect((await interrupt([unknown, other], { Reason: 'over' })).Results).toEqual([
      { Code: 'OBJECT_NOT_FOUND', Message: '', SessionId: unknown },
      { Code: 'OBJECT_NOT_FOUND', Message: '', SessionId: other },
    ]);
  });

  it.each<[string, unknown, Members, string]>([
    ['no sessions', undefined, {}, 'MissingSessionIds'],
    ['an id that is none', ['1'], {}, 'InvalidParameter'],
    ['101 sessions', Array(101).fill(unknown), {}, 'InvalidParameter'],
    ['a reason of two lines', [unknown], { Reason: 'a\nb' }, 'InvalidParameter'],
    ['a reason of 101 characters', [unknown], { Reason: 'a'.repeat(101) }, 'InvalidParameter'],
    ['an unknown instance', [unknown], { InstanceId: 'other' }, 'Commodity.BizError.InvalidStatus'],
  ])('refuses %s', async (_, ids, parameters, code) => {
    expect(await refusal(interrupt(ids, parameters))).toMatchObject({ code, status: 400 });
  });
});
