import { createHash } from 'node:crypto';
import { refusal, type Members } from '../../support/api-clients.ts';
import { RamAccount } from '../../ram/ram-account.ts';
import { BastionApplication } from '../bastion-application.ts';
import { RamEngineer } from '../ram-engineer.ts';

describe('GenerateAssetOperationToken', () => {
  let bastion: BastionApplication;
  let ram: RamAccount;
  let alice: RamEngineer;
  let host: string;
  let account: string;
  let asset: Members;
  beforeAll(async () => {
    bastion = await BastionApplication.start();
    ram = new RamAccount(bastion.app);
    alice = await RamEngineer.make(bastion, ram);
    host = await bastion.host();
    account = await bastion.account(host, 'ops');
    await bastion.attach(alice.userId, host, [account]);
    asset = { AssetId: host, AssetType: 'Host', AssetAccountId: account };
  });
  afterAll(() => bastion.stop());

  const generate = (parameters: Members = {}, by = alice) =>
    by.call('GenerateAssetOperationToken', { ...asset, ...parameters });
  const token = async (parameters?: Members, by?: RamEngineer): Promise<Members> =>
    (await generate(parameters, by))['AssetOperationToken'];
  const seconds = () => Math.floor(bastion.app.clock.now().getTime() / 1000);
  const rows = () => bastion.app.database.dataSource.query('select * from bastion_operation_tokens order by id');

  it('answers with a token for as long as the settings of the instance say, and keeps its hash alone', async () => {
    await bastion.call('ModifyInstanceSettings', { OperationTokenValidityPeriod: 90, OperationTokenMaxRenewCount: 2 });
    const earliest = seconds() + 90 * 60;
    const answer = await token({ OperationNote: 'restart of the web server' });
    const latest = seconds() + 90 * 60;
    expect(answer).toEqual({
      CountLeft: 0,
      ExpireTime: expect.any(Number),
      HasCountLimit: false,
      MaxRenewCount: 2,
      RenewCount: 0,
      Token: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      TokenId: expect.stringMatching(/^\d+$/),
    });
    expect(answer['ExpireTime']).toBeGreaterThanOrEqual(earliest);
    expect(answer['ExpireTime']).toBeLessThanOrEqual(latest);
    const [row] = await rows();
    expect(row).toMatchObject({
      user_id: alice.userId,
      host_account_id: account,
      token_hash: createHash('sha256').update(answer['Token']).digest(),
      note: 'restart of the web server',
    });
    expect(JSON.stringify(row)).not.toContain(answer['Token']);
  });

  it('finds the account by its name too, and by its id where both are given', async () => {
    const first = await token({ AssetAccountId: undefined, AssetAccountName: 'ops', AssetAccountProtocolName: 'SSH' });
    const second = await token({ AssetAccountName: 'somebody', OperationMode: 'WebToken' });
    expect(first['Token']).not.toBe(second['Token']);
  });

  it('ends with the access that it is for', async () => {
    const bob = await RamEngineer.make(bastion, ram);
    const EffectiveEndTime = seconds() + 600;
    await bastion.call('ModifyUser', { UserId: bob.userId, EffectiveEndTime });
    await bastion.attach(bob.userId, host, [account]);
    expect(await token({}, bob)).toMatchObject({ ExpireTime: EffectiveEndTime });
  });

  it('replaces the tokens of the user that have expired', async () => {
    const before = (await rows()).length;
    bastion.app.clock.advance(100 * 60_000);
    await token();
    expect((await rows()).length).toBeLessThan(before);
  });

  it.each<[string, Members, string, number]>([
    ['an unknown host', { AssetId: '999999' }, 'HostAccountNotFound', 404],
    ['an unknown account', { AssetAccountId: '999999' }, 'HostAccountNotFound', 404],
    ['an unknown name', { AssetAccountId: undefined, AssetAccountName: 'root' }, 'HostAccountNotFound', 404],
    ['neither an id nor a name', { AssetAccountId: undefined }, 'MissingAssetAccountId', 400],
    ['no asset', { AssetId: undefined }, 'MissingAssetId', 400],
    ['no type', { AssetType: undefined }, 'MissingAssetType', 400],
    ['a database', { AssetType: 'Database' }, 'InvalidParameter', 400],
    ['the password of an account that is not hosted', { AssetAccountPassword: 'QQ==' }, 'InvalidParameter', 400],
    ['another protocol', { AssetAccountProtocolName: 'RDP' }, 'InvalidParameter', 400],
    ['a schema', { DatabaseSchema: 'public' }, 'InvalidParameter', 400],
    ['a login attribute', { LoginAttribute: 'SID' }, 'InvalidParameter', 400],
    ['a link for a client', { OperationMode: 'Sso', SsoClient: 'ssh' }, 'InvalidParameter', 400],
    ['a note of 501 characters', { OperationNote: 'a'.repeat(501) }, 'InvalidParameter', 400],
    ['an unknown instance', { InstanceId: 'other' }, 'Commodity.BizError.InvalidStatus', 400],
  ])('refuses %s', async (_, parameters, code, status) => {
    expect(await refusal(generate(parameters))).toMatchObject({ code, status });
  });

  it('refuses an account that is not granted, to whoever is no user of the instance too', async () => {
    const AssetAccountId = await bastion.account(host, 'root');
    expect(await refusal(generate({ AssetAccountId }))).toMatchObject({ code: 'HostAccountNotFound', status: 404 });
    const stranger = await RamEngineer.make(bastion, ram, false);
    expect(await refusal(generate({}, stranger))).toMatchObject({ code: 'UserNotFound', status: 404 });
    const byRoot = bastion.call('GenerateAssetOperationToken', asset);
    expect(await refusal(byRoot)).toMatchObject({ code: 'UserNotFound', status: 404 });
  });
});
