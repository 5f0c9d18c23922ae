import { ListOperationHostAccounts } from './list-operation-host-accounts.ts';
import { ListOperationHosts } from './list-operation-hosts.ts';

export const operationAssetsOperations = [ListOperationHosts, ListOperationHostAccounts];
