import type { Caller } from '../../../common/caller.ts';
import { regionsFor } from '../../../common/regions.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member } from '../../../gateway/fields.ts';
import { BastionhostAccountAction } from '../bastionhost-action.ts';

export class DescribeRegionsRequest {}

class Region {
  @Member() RegionId: string;
  /** Same as the id: regions have no other name here. */
  @Member() LocalName: string;
}

export class DescribeRegionsResponse {
  @Member([Region]) Regions: Region[];
}

@BastionhostAccountAction({
  request: DescribeRegionsRequest,
  response: DescribeRegionsResponse,
  route: 'GET /bastionhost/regions',
  omits: { 'Regions[].RegionEndpoint': 'this endpoint serves every region' },
})
export class DescribeRegions implements ActionHandler<DescribeRegionsRequest, DescribeRegionsResponse> {
  async handle(caller: Caller): Promise<DescribeRegionsResponse> {
    return { Regions: regionsFor(caller).map((id) => ({ RegionId: id, LocalName: id })) };
  }
}
