import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { kmsInstanceArn, kmsInstanceId } from '../../kms-instance.ts';
import { KmsAction } from '../kms-action.ts';

export class GetDefaultKmsInstanceRequest {}

export class GetDefaultKmsInstanceResponse {
  @Member() DefaultKmsInstanceId: string;
}

@KmsAction({
  request: GetDefaultKmsInstanceRequest,
  response: GetDefaultKmsInstanceResponse,
  route: 'GET /kms/default-instance',
  resource: (caller) => kmsInstanceArn(caller, kmsInstanceId(caller)),
})
export class GetDefaultKmsInstance implements ActionHandler<
  GetDefaultKmsInstanceRequest,
  GetDefaultKmsInstanceResponse
> {
  async handle(caller: Caller): Promise<GetDefaultKmsInstanceResponse> {
    return { DefaultKmsInstanceId: kmsInstanceId(caller) };
  }
}
