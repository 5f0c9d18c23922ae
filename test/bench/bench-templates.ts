import { Api } from '../../src/demo/api.ts';
import { newPassword } from '../../src/demo/passwords.ts';
import type { DemoService } from '../../src/demo/service.ts';
import type { Templates } from '../support/many-grants.ts';

/** One of each thing in a bastion instance, created through the service, for `fillWithGrants` to copy. */
export async function benchTemplates(service: DemoService): Promise<Templates & { readonly instanceId: string }> {
  const api = new Api(service);
  const { Instances } = await api.get('/bastionhost/instances');
  const InstanceId = Instances[0].InstanceId as string;
  const create = async (path: string, id: string, members: object) =>
    (await api.post(`/bastionhost/${path}`, { InstanceId, ...members }))[id] as string;
  const host = { HostName: 'first', OSType: 'Linux', Source: 'Local', ActiveAddressType: 'Private' };
  const user = { UserName: 'first', Source: 'Local', Password: newPassword().reveal() };
  const hostId = await create('hosts', 'HostId', { ...host, HostPrivateAddress: '192.0.2.1' });
  const account = { HostId: hostId, HostAccountName: 'root', ProtocolName: 'SSH' };
  return {
    instanceId: InstanceId,
    hostId,
    hostAccountId: await create('host-accounts', 'HostAccountId', account),
    userId: await create('users', 'UserId', user),
    userGroupId: await create('user-groups', 'UserGroupId', { UserGroupName: 'first' }),
    hostGroupId: await create('host-groups', 'HostGroupId', { HostGroupName: 'first' }),
    ruleId: await create('rules', 'RuleId', { RuleName: 'first' }),
  };
}
