import type { Caller } from '../../../common/caller.ts';
import { regionsFor } from '../../../common/regions.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { KmsAction } from '../kms-action.ts';

export class DescribeRegionsRequest {}

class Region {
  @Member() RegionId: string;
}

class RegionList {
  @Member([Region]) Region: Region[];
}

export class DescribeRegionsResponse {
  @Member() Regions: RegionList;
}

@KmsAction({
  request: DescribeRegionsRequest,
  response: DescribeRegionsResponse,
  route: 'GET /kms/regions',
  resource: () => '*',
  openToAll: 'documented',
})
export class DescribeRegions implements ActionHandler<DescribeRegionsRequest, DescribeRegionsResponse> {
  async handle(caller: Caller): Promise<DescribeRegionsResponse> {
    return { Regions: { Region: regionsFor(caller).map((RegionId) => ({ RegionId })) } };
  }
}
