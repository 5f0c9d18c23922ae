import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, Optional } from '../../../gateway/fields.ts';
import { PageNumber, PageSize } from '../../../gateway/paging.ts';
import { keyArn } from '../../keys/key-name.ts';
import { KeyVersions } from '../../keys/key-versions.ts';
import { KmsAction } from '../kms-action.ts';
import { KeyId } from '../kms-fields.ts';
import { showKeyVersion, ShownKeyVersion } from '../shapes/key-version.ts';

export class ListKeyVersionsRequest {
  @KeyId() KeyId: string;
  @Optional() @PageNumber() PageNumber: number = 1;
  @Optional() @PageSize(100) PageSize: number = 10;
}

class KeyVersionList {
  @Member([ShownKeyVersion]) KeyVersion: ShownKeyVersion[];
}

export class ListKeyVersionsResponse {
  @Member() KeyVersions: KeyVersionList;
  @Member() PageNumber: number;
  @Member() PageSize: number;
  @Member() TotalCount: number;
}

@KmsAction({
  request: ListKeyVersionsRequest,
  response: ListKeyVersionsResponse,
  route: 'GET /kms/keys/{KeyId}/versions',
  resource: (caller, request) => keyArn(caller, request.KeyId),
})
export class ListKeyVersions implements ActionHandler<ListKeyVersionsRequest, ListKeyVersionsResponse> {
  constructor(private readonly versions: KeyVersions) {}

  async handle(caller: Caller, request: ListKeyVersionsRequest): Promise<ListKeyVersionsResponse> {
    const { KeyId, PageNumber, PageSize } = request;
    const { items, total } = await this.versions.list(caller, KeyId, { number: PageNumber, size: PageSize });
    return { KeyVersions: { KeyVersion: items.map(showKeyVersion) }, PageNumber, PageSize, TotalCount: total };
  }
}
