import { CreateHost } from './create-host.ts';
import { DeleteHost } from './delete-host.ts';
import { GetHost } from './get-host.ts';
import { ImportECSInstances } from './import-ecs-instances.ts';
import { ListHosts } from './list-hosts.ts';
import { ModifyHost } from './modify-host.ts';
import { ModifyHostsActiveAddressType } from './modify-hosts-active-address-type.ts';
import { ModifyHostsPort } from './modify-hosts-port.ts';

export const hostsOperations = [
  CreateHost,
  DeleteHost,
  GetHost,
  ImportECSInstances,
  ListHosts,
  ModifyHost,
  ModifyHostsActiveAddressType,
  ModifyHostsPort,
];
