import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, Optional, Unsupported } from '../../../gateway/fields.ts';
import { PageNumber, PageSize } from '../../../gateway/paging.ts';
import { kmsInstanceArn, kmsInstanceId } from '../../kms-instance.ts';
import { KmsAction } from '../kms-action.ts';

export class ListKmsInstancesRequest {
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize(100) PageSize: number = 10;
  @Optional() @Unsupported('there is one instance') Filters?: string;
}

class ListedInstance {
  @Member() KmsInstanceArn: string;
  @Member() KmsInstanceId: string;
}

class InstanceList {
  @Member([ListedInstance]) KmsInstance: ListedInstance[];
}

export class ListKmsInstancesResponse {
  @Member() KmsInstances: InstanceList;
  @Member() PageNumber: number;
  @Member() PageSize: number;
  @Member() TotalCount: number;
}

@KmsAction({
  request: ListKmsInstancesRequest,
  response: ListKmsInstancesResponse,
  route: 'GET /kms/instances',
  resource: (caller) => kmsInstanceArn(caller, '*'),
})
export class ListKmsInstances implements ActionHandler<ListKmsInstancesRequest, ListKmsInstancesResponse> {
  async handle(caller: Caller, { PageNumber, PageSize }: ListKmsInstancesRequest): Promise<ListKmsInstancesResponse> {
    const KmsInstanceId = kmsInstanceId(caller);
    const only = { KmsInstanceArn: kmsInstanceArn(caller, KmsInstanceId), KmsInstanceId };
    const KmsInstance = PageNumber === 1 ? [only] : [];
    return { KmsInstances: { KmsInstance }, PageNumber, PageSize, TotalCount: 1 };
  }
}
