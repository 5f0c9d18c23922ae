import { refusal } from '../../support/api-clients.ts';
import { BastionApplication } from '../bastion-application.ts';

describe('GetUser', () => {
  let bastion: BastionApplication;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
  });
  afterAll(() => bastion.stop());

  it('answers with Expired, and no other state, once the validity has ended', async () => {
    const UserId = await bastion.user('temp', { EffectiveEndTime: seconds(bastion) + 60 });
    const state = async () => (await bastion.call('GetUser', { UserId })).User.UserState;
    await expect(state()).resolves.toEqual(['Normal']);
    bastion.app.clock.advance(61_000);
    await expect(state()).resolves.toEqual(['Expired']);
  });

  it('refuses an unknown user', async () => {
    await expect(refusal(bastion.call('GetUser', { UserId: '999999' }))).resolves.toMatchObject({
      code: 'UserNotFound',
      status: 404,
    });
  });

  it.each([
    ['no user', undefined, 'MissingUserId'],
    ['a name for an id', 'alice', 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, UserId, code) => {
    await expect(refusal(bastion.call('GetUser', { UserId }))).resolves.toMatchObject({ code, status: 400 });
  });
});

function seconds(bastion: BastionApplication): number {
  return Math.floor(bastion.app.clock.now().getTime() / 1000);
}
