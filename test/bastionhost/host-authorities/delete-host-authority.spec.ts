import { refusal } from '../../support/api-clients.ts';
import { newAccount, type BastionAccount } from '../bastion-account.ts';

describe('DeleteHostAuthority', () => {
  let bastion: BastionAccount;
  beforeEach(async () => {
    bastion = await newAccount();
  });

  const all = async () => (await bastion.call('ListHostAuthorities')).HostAuthorities;
  const remove = (HostAuthorityId?: string) => bastion.call('DeleteHostAuthority', { HostAuthorityId });

  it('retires the one that signs; the other one signs from then on', async () => {
    const [first] = await all();
    const { HostAuthorityId } = await bastion.call('CreateHostAuthority');
    await remove(first.HostAuthorityId);
    expect(await all()).toEqual([expect.objectContaining({ HostAuthorityId, IsSigning: true })]);
    expect(await refusal(remove(first.HostAuthorityId))).toMatchObject({ code: 'HostAuthorityNotFound', status: 404 });
  });

  it('makes room for another one', async () => {
    await bastion.call('CreateHostAuthority');
    await remove((await all())[0].HostAuthorityId);
    await bastion.call('CreateHostAuthority');
    expect(await all()).toHaveLength(2);
  });

  it('leaves the last one, also where two administrators delete one each', async () => {
    await bastion.call('CreateHostAuthority');
    const ids = (await all()).map(({ HostAuthorityId }: { HostAuthorityId: string }) => HostAuthorityId);
    await Promise.allSettled(ids.map(remove));
    const [last] = await all();
    expect(ids).toContain(last.HostAuthorityId);
    const refused = { code: 'HostAuthorityIsOnlyOne', status: 400 };
    expect(await refusal(remove(last.HostAuthorityId))).toMatchObject(refused);
  });

  it('Z10: knows nothing of those of other accounts', async () => {
    const other = await newAccount();
    const { HostAuthorityId } = await other.call('CreateHostAuthority');
    expect(await refusal(remove(HostAuthorityId))).toMatchObject({ code: 'HostAuthorityNotFound', status: 404 });
  });

  it.each([
    ['no authority', undefined, 'MissingHostAuthorityId'],
    ['a name for an id', 'first', 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, id, code) => {
    expect(await refusal(remove(id))).toMatchObject({ code, status: 400 });
  });
});
