import { GenerateAssetOperationToken } from './generate-asset-operation-token.ts';
import { RenewAssetOperationToken } from './renew-asset-operation-token.ts';

export const operationTokensOperations = [GenerateAssetOperationToken, RenewAssetOperationToken];
