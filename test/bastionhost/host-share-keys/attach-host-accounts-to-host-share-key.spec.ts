import { refusal, type Members } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('AttachHostAccountsToHostShareKey', () => {
  let bastion: BastionAccount;
  let hostId: string;
  let keyId: string;
  beforeAll(async () => {
    bastion = await newAccount();
    hostId = await bastion.host();
    [keyId] = await bastion.shareKey('web');
  });

  const attach = (HostAccountIds: unknown, HostShareKeyId = keyId) =>
    bastion.call('AttachHostAccountsToHostShareKey', { HostShareKeyId, HostAccountIds });
  const codes = ({ Results }: Members) => Results.map(({ Code }: Members) => Code);
  const account = async (HostAccountId: string) =>
    (await bastion.call('GetHostAccount', { HostAccountId })).HostAccount;

  it('answers with the outcome for each account, whose key it then is', async () => {
    const id = await bastion.account(hostId, 'one');
    const { Results } = await attach([id, Number(id), '999999']);
    expect(Results).toEqual([
      { Code: 'OK', HostAccountId: id, HostShareKeyId: keyId, Message: '' },
      { Code: 'OBJECT_AlREADY_EXISTS', HostAccountId: id, HostShareKeyId: keyId, Message: expect.any(String) },
      { Code: 'OBJECT_NOT_FOUND', HostAccountId: '999999', HostShareKeyId: keyId, Message: expect.any(String) },
    ]);
    await expect(account(id)).resolves.toMatchObject({ HostShareKeyId: keyId, HostShareKeyName: 'web' });
  });

  it('puts the key in the place of another shared key', async () => {
    const [other] = await bastion.shareKey('other');
    const id = await bastion.account(hostId, 'two', { HostShareKeyId: other });
    expect(codes(await attach([id]))).toEqual(['OK']);
    await expect(account(id)).resolves.toMatchObject({ HostShareKeyId: keyId });
  });

  it('refuses an RDP account and one whose credential is in KMS, each in its item', async () => {
    const windows = await bastion.host({ OSType: 'Windows' });
    const rdp = await bastion.account(windows, 'admin', { ProtocolName: 'RDP' });
    const ecs = await bastion.ecsHost('i-attach');
    await bastion.passwordSecret('acs/ecs/attach', 'i-attach');
    await bastion.importSecret(ecs, 'acs/ecs/attach');
    const { HostAccounts } = await bastion.call('ListHostAccounts', { HostId: ecs });
    const linked = HostAccounts[0].HostAccountId;
    const plain = await bastion.account(hostId, 'three');
    expect(codes(await attach([rdp, linked, plain]))).toEqual(['INVALID_ARGUMENT', 'INVALID_ARGUMENT', 'OK']);
  });

  it('answers OBJECT_NOT_FOUND for each account of an unknown key', async () => {
    const id = await bastion.account(hostId, 'four');
    expect(codes(await attach([id], '999999'))).toEqual(['OBJECT_NOT_FOUND']);
  });

  it('gives neither key to the accounts of the other account', async () => {
    const other = await newAccount();
    const theirs = await other.account(await other.host());
    expect(codes(await attach([theirs]))).toEqual(['OBJECT_NOT_FOUND']);
  });

  it.each([
    ['no key', { HostShareKeyId: undefined }, 'MissingHostShareKeyId'],
    ['no accounts', { HostAccountIds: undefined }, 'MissingHostAccountIds'],
    ['accounts that are not a list', { HostAccountIds: 'root' }, 'InvalidParameter'],
    ['101 accounts', { HostAccountIds: Array.from({ length: 101 }, (_, index) => index + 1) }, 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, parameters, code) => {
    const request = { HostShareKeyId: keyId, HostAccountIds: ['1'], ...parameters };
    await expect(refusal(bastion.call('AttachHostAccountsToHostShareKey', request))).resolves.toMatchObject({
      code,
      status: 400,
    });
  });
});
