import type { Caller } from '../../../common/caller.ts';
import { regionsFor } from '../../../common/regions.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, Optional, Unsupported } from '../../../gateway/fields.ts';
import { EcsAction } from '../ecs-action.ts';

const alike = 'all regions behave alike';

export class DescribeRegionsRequest {
  @Optional() @Unsupported(alike, ['PrePaid']) InstanceChargeType?: string;
  @Optional() @Unsupported(alike, ['instance']) ResourceType?: string;
}

class Region {
  @Member() RegionId: string;
  /** Same as the id: regions have no other name here. */
  @Member() LocalName: string;
}

class RegionList {
  @Member([Region]) Region: Region[];
}

export class DescribeRegionsResponse {
  @Member() Regions: RegionList;
}

@EcsAction({
  request: DescribeRegionsRequest,
  response: DescribeRegionsResponse,
  route: 'GET /ecs/regions',
  resource: () => '*',
  omits: { 'Regions.Region[].RegionEndpoint': 'this endpoint serves every region' },
})
export class DescribeRegions implements ActionHandler<DescribeRegionsRequest, DescribeRegionsResponse> {
  async handle(caller: Caller): Promise<DescribeRegionsResponse> {
    return { Regions: { Region: regionsFor(caller).map((id) => ({ RegionId: id, LocalName: id })) } };
  }
}
