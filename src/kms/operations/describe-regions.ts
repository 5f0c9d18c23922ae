import type { Caller } from '../../common/caller.ts';
import type { ActionHandler } from '../../gateway/action.ts';
import { Member } from '../../gateway/fields.ts';
import { GuardedCalls } from '../guarded-calls.service.ts';
import { regions } from '../regions.ts';
import { KmsAction } from './kms-action.ts';

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
  // Anybody who proves who he is may ask (documented).
  guardedByCore: true,
})
export class DescribeRegions implements ActionHandler<DescribeRegionsRequest, DescribeRegionsResponse> {
  constructor(private readonly guarded: GuardedCalls) {}

  handle(caller: Caller): Promise<DescribeRegionsResponse> {
    return this.guarded.record(caller, 'DescribeRegions', '*', async () => {
      const ids = new Set([...regions, caller.region]);
      return { Regions: { Region: [...ids].map((RegionId) => ({ RegionId })) } };
    });
  }
}
