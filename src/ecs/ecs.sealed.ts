import { sealedColumn, type SealedColumn } from '../sealing/sealed-column.api.ts';
import { managementCredentialPlace } from './instances/management-credential.ts';

/** What ECS keeps sealed: the credentials that Cloud Assistant logs on with. */
export const ecsSealed: readonly SealedColumn[] = [
  sealedColumn(
    'ecs_instances',
    'sealed_management_credential',
    ['account_id', 'region', 'instance_id'],
    ({ account_id: accountId, region, instance_id: instanceId }) =>
      managementCredentialPlace({ accountId, region, instanceId }),
  ),
];
