import { refusal, type Members } from '../../support/api-clients.ts';
import { RamAccount } from '../../ram/ram-account.ts';
import { BastionAccount, instanceOf } from '../bastion-account.ts';
import { BastionApplication } from '../bastion-application.ts';
import { RamEngineer } from '../ram-engineer.ts';

describe('RenewAssetOperationToken', () => {
  let bastion: BastionApplication;
  let alice: RamEngineer;
  let bob: RamEngineer;
  let host: string;
  let account: string;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
    const ram = new RamAccount(bastion.app);
    [alice, bob] = [await RamEngineer.make(bastion, ram), await RamEngineer.make(bastion, ram)];
    host = await bastion.host();
    account = await bastion.account(host, 'ops');
    await bastion.attach(alice.userId, host, [account]);
    await bastion.call('ModifyInstanceSettings', { OperationTokenValidityPeriod: 30, OperationTokenMaxRenewCount: 2 });
  });
  afterAll(() => bastion.stop());

  async function generate(): Promise<Members> {
    const asset = { AssetId: host, AssetType: 'Host', AssetAccountId: account };
    return (await alice.call('GenerateAssetOperationToken', asset))['AssetOperationToken'];
  }
  const renew = (parameters: Members, by = alice) => by.call('RenewAssetOperationToken', parameters);
  const row = async ({ TokenId }: Members): Promise<Members> =>
    (await bastion.app.database.dataSource.query('select * from bastion_operation_tokens where id = $1', [TokenId]))[0];
  const secondsOf = async (token: Members) => (await row(token))['expires_at'].getTime() / 1000;

  it('adds an hour, by the id or by the token, as often as the settings said', async () => {
    const token = await generate();
    await renew({ TokenId: token['TokenId'] });
    expect(Math.floor(await secondsOf(token))).toBe(token['ExpireTime'] + 3600);
    await renew({ TokenId: token['TokenId'], Token: token['Token'] });
    expect(Math.floor(await secondsOf(token))).toBe(token['ExpireTime'] + 7200);
    expect(await row(token)).toMatchObject({ renewals: 2, max_renewals: 2 });
    const third = await refusal(renew({ Token: token['Token'] }));
    expect(third).toMatchObject({ code: 'OperationTokenNotRenewable', status: 400 });
  });

  it('counts two renewals at once as two', async () => {
    const token = await generate();
    const all = [1, 2, 3].map(() =>
      renew({ TokenId: token['TokenId'] }).then(
        () => 'OK',
        () => 'refused',
      ),
    );
    expect((await Promise.all(all)).sort()).toEqual(['OK', 'OK', 'refused']);
    expect(await row(token)).toMatchObject({ renewals: 2 });
  });

  it('refuses a token that has expired, and one of another user', async () => {
    const token = await generate();
    const gone = { code: 'OperationTokenNotFound', status: 404 };
    expect(await refusal(renew({ TokenId: token['TokenId'] }, bob))).toMatchObject(gone);
    expect(await refusal(renew({ Token: token['Token'] }, bob))).toMatchObject(gone);
    bastion.app.clock.advance(30 * 60_000);
    expect(await refusal(renew({ TokenId: token['TokenId'] }))).toMatchObject(gone);
  });

  it('Z10: refuses a token of another account', async () => {
    const { TokenId, Token } = await generate();
    const app = await bastion.app.another();
    const mallory = await RamEngineer.make(new BastionAccount(app, await instanceOf(app)), new RamAccount(app));
    const gone = { code: 'OperationTokenNotFound', status: 404 };
    for (const asked of [{ TokenId }, { Token }]) expect(await refusal(renew(asked, mallory))).toMatchObject(gone);
  });

  it('refuses a token whose access has been withdrawn', async () => {
    const token = await generate();
    const Hosts = [{ HostId: host, HostAccountIds: [account] }];
    await bastion.call('DetachHostAccountsFromUser', { UserId: alice.userId, Hosts });
    const refused = await refusal(renew({ TokenId: token['TokenId'] }));
    expect(refused).toMatchObject({ code: 'HostAccountNotFound', status: 404 });
    await bastion.attach(alice.userId, host, [account]);
  });

  it.each<[string, Members, string, number]>([
    ['neither an id nor a token', {}, 'MissingTokenId', 400],
    ['an unknown id', { TokenId: '999999' }, 'OperationTokenNotFound', 404],
    ['an unknown token', { Token: 'A'.repeat(43) }, 'OperationTokenNotFound', 404],
    ['an id that is none', { TokenId: 'a' }, 'InvalidParameter', 400],
    ['an unknown instance', { TokenId: '1', InstanceId: 'other' }, 'Commodity.BizError.InvalidStatus', 400],
  ])('refuses %s', async (_, parameters, code, status) => {
    expect(await refusal(renew(parameters))).toMatchObject({ code, status });
  });

  it('refuses a token and an id that belong to two tokens', async () => {
    const [first, second] = [await generate(), await generate()];
    const refused = await refusal(renew({ TokenId: first['TokenId'], Token: second['Token'] }));
    expect(refused).toMatchObject({ code: 'OperationTokenNotFound', status: 404 });
  });

  it('refuses whoever is no user of the instance', async () => {
    const byRoot = bastion.call('RenewAssetOperationToken', { TokenId: '1' });
    expect(await refusal(byRoot)).toMatchObject({ code: 'UserNotFound', status: 404 });
  });
});
