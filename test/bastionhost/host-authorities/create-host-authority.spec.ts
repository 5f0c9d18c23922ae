import { refusal } from '../../support/api-clients.ts';
import { newAccount } from '../bastion-account.ts';

describe('CreateHostAuthority', () => {
  it('creates a second one, which does not sign yet', async () => {
    const bastion = await newAccount();
    const [first] = (await bastion.call('ListHostAuthorities')).HostAuthorities;
    const { HostAuthorityId } = await bastion.call('CreateHostAuthority');
    const { HostAuthorities } = await bastion.call('ListHostAuthorities');
    expect(HostAuthorities).toEqual([first, expect.objectContaining({ HostAuthorityId, IsSigning: false })]);
  });

  it('prints both for clients', async () => {
    const bastion = await newAccount();
    await bastion.host();
    await bastion.call('CreateHostAuthority');
    const { KnownHosts, HostAuthorities } = await bastion.call('ListHostAuthorities');
    const keys = (KnownHosts as string[]).map((line) => line.split(' ').slice(2).join(' '));
    expect(keys).toEqual(HostAuthorities.map(({ PublicKey }: { PublicKey: string }) => PublicKey));
  });

  it('creates no third one, also where two administrators try at once', async () => {
    const bastion = await newAccount();
    const calls = Array.from({ length: 3 }, () => bastion.call('CreateHostAuthority'));
    const results = await Promise.allSettled(calls);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = { code: 'HostAuthorityLimit', status: 400 };
    expect(await refusal(bastion.call('CreateHostAuthority'))).toMatchObject(refused);
  });

  it('refuses an unknown instance', async () => {
    const bastion = await newAccount();
    const call = bastion.call('CreateHostAuthority', { InstanceId: 'bastionhost-cn-00000000000' });
    expect(await refusal(call)).toMatchObject({ code: 'Commodity.BizError.InvalidStatus', status: 400 });
  });
});
