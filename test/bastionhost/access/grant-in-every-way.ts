import type { BastionApplication } from '../bastion-application.ts';

export interface GrantedHost {
  readonly hostId: string;
  readonly rootId: string;
  readonly opsId: string;
}

/**
 * Grants a host of its own in each way that there is: to the users alone, to the members through a group, and to both
 * by rules, of which some do not hold. Returns all hosts.
 */
export async function grantInEveryWay(
  bastion: BastionApplication,
  { alone, members }: { readonly alone: readonly string[]; readonly members: string[] },
): Promise<readonly GrantedHost[]> {
  const hosts: GrantedHost[] = [];
  const newHost = async (): Promise<GrantedHost> => {
    const hostId = await bastion.host({ HostName: `every-${hosts.length}` });
    const host = { hostId, rootId: await bastion.account(hostId, 'root'), opsId: await bastion.account(hostId, 'ops') };
    hosts.push(host);
    return host;
  };
  const withAccount = async () => {
    const { hostId, opsId } = await newHost();
    return [{ HostId: hostId, HostAccountIds: [opsId] }];
  };
  const withoutAccount = async () => [{ HostId: (await newHost()).hostId }];
  const hostGroup = async (HostAccountNames: string[]) => {
    const { hostId } = await newHost();
    return [{ HostGroupId: await bastion.hostGroup(`of host ${hostId}`, [hostId]), HostAccountNames }];
  };
  const rule = async (name: string, users: object) => {
    const scope = { Hosts: await withAccount(), HostGroups: await hostGroup(['root']) };
    return bastion.rule(name, { ...users, ...scope });
  };

  for (const UserId of alone) {
    const Hosts = [...(await withAccount()), ...(await withoutAccount())];
    await bastion.call('AttachHostAccountsToUser', { UserId, Hosts });
    const HostGroups = await hostGroup(['root', 'absent']);
    await bastion.call('AttachHostGroupAccountsToUser', { UserId, HostGroups });
  }
  const UserGroupId = await bastion.userGroup('members', members);
  await bastion.call('AttachHostAccountsToUserGroup', { UserGroupId, Hosts: await withAccount() });
  const HostGroups = await hostGroup(['root']);
  await bastion.call('AttachHostGroupAccountsToUserGroup', { UserGroupId, HostGroups });
  await rule('by user', { UserIds: alone });
  await rule('by user group', { UserGroupIds: [UserGroupId] });
  const everybody = { UserIds: [...alone, ...members] };
  await bastion.call('DisableRule', { RuleId: await rule('disabled', everybody) });
  const inAnHour = Math.floor(bastion.app.clock.now().getTime() / 1000) + 3600;
  await rule('to come', { ...everybody, EffectiveStartTime: inAnHour });
  return hosts;
}
