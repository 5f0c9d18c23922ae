import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { KmsAction } from '../kms-action.ts';

export class DescribeAccountKmsStatusRequest {}

export class DescribeAccountKmsStatusResponse {
  @Member() AccountStatus: string;
}

@KmsAction({
  request: DescribeAccountKmsStatusRequest,
  response: DescribeAccountKmsStatusResponse,
  route: 'GET /kms/account-status',
  resource: () => '*',
})
export class DescribeAccountKmsStatus implements ActionHandler<
  DescribeAccountKmsStatusRequest,
  DescribeAccountKmsStatusResponse
> {
  // KMS is open for every account from the start.
  async handle(): Promise<DescribeAccountKmsStatusResponse> {
    return { AccountStatus: 'Enabled' };
  }
}
