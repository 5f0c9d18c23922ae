import { InstanceDirectory, type ListedInstance } from '../../../bastionhost/instance-directory.api.ts';
import type { Caller } from '../../../common/caller.ts';
import { wireTime } from '../../../common/clock.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, OneOf, Optional, Text, Unsupported, Whole } from '../../../gateway/fields.ts';
import { PageNumber } from '../../../gateway/paging.ts';
import { BssOpenApiAction } from '../bssopenapi-action.ts';

const neverEnds = 'instances do not expire';

export class QueryAvailableInstancesRequest {
  @Optional() @Text(1, 64) Region?: string;
  @Optional() @Text(1, 64) ProductCode?: string;
  @Optional() @Text(1, 64) ProductType?: string;
  @Optional() @OneOf('Subscription', 'PayAsYouGo') SubscriptionType?: string;
  /** Separated by commas. */
  @Optional() @Text(1, 6500) InstanceIDs?: string;
  @Optional() @OneOf('AutoRenewal', 'ManualRenewal', 'NotRenewal') RenewStatus?: string;
  @Optional() @Unsupported(neverEnds) EndTimeStart?: string;
  @Optional() @Unsupported(neverEnds) EndTimeEnd?: string;
  @Optional() @Unsupported('instances are not looked for by their time') CreateTimeStart?: string;
  @Optional() @Unsupported('instances are not looked for by their time') CreateTimeEnd?: string;
  @Optional() @PageNumber() PageNum: number = 1;
  @Optional() @Whole(1, 300) PageSize: number = 20;
}

export class AvailableInstance {
  /** `2026-01-01T00:00:00Z`. */
  @Member() CreateTime: string;
  @Member() InstanceID: string;
  @Member() OwnerId: number;
  @Member() ProductCode: string;
  @Member() ProductType: string;
  @Member() Region: string;
  @Member() RenewStatus: string;
  @Member() Status: string;
  @Member() SubscriptionType: string;
}

export class AvailableInstances {
  @Member([AvailableInstance]) InstanceList: AvailableInstance[];
  @Member() PageNum: number;
  @Member() PageSize: number;
  @Member() TotalCount: number;
}

export class QueryAvailableInstancesResponse {
  @Member() Code: string;
  @Member() Data: AvailableInstances;
  @Member() Message: string;
  @Member() Success: boolean;
}

@BssOpenApiAction({
  request: QueryAvailableInstancesRequest,
  response: QueryAvailableInstancesResponse,
  route: 'POST /bssopenapi/instances:query-available',
  resource: () => '*',
  partial: 'bastion instances alone, which are subscribed to without an end',
})
export class QueryAvailableInstances implements ActionHandler<
  QueryAvailableInstancesRequest,
  QueryAvailableInstancesResponse
> {
  constructor(private readonly instances: InstanceDirectory) {}

  async handle(caller: Caller, request: QueryAvailableInstancesRequest): Promise<QueryAvailableInstancesResponse> {
    const { PageNum, PageSize } = request;
    const found = isAboutBastions(request) ? await this.instances.ofAccount(caller) : [];
    const wanted = found.filter((instance) => matches(instance, request)).map(show);
    const InstanceList = wanted.slice((PageNum - 1) * PageSize, PageNum * PageSize);
    const Data = { InstanceList, PageNum, PageSize, TotalCount: wanted.length };
    return { Code: 'Success', Data, Message: 'Successful!', Success: true };
  }
}

const billed = { ProductCode: 'bastionhost', SubscriptionType: 'Subscription', RenewStatus: 'NotRenewal' };
/** The type that accounts of the Chinese site see, and that of the international one. Terraform asks for either. */
const productTypes = ['bastionhost', 'bastionhost_std_public_intl'];

function isAboutBastions(request: QueryAvailableInstancesRequest): boolean {
  const { ProductType = 'bastionhost' } = request;
  const isBilled = Object.entries(billed).every(
    ([name, value]) => (request[name as keyof typeof billed] ?? value) === value,
  );
  return isBilled && productTypes.includes(ProductType);
}

function matches(instance: ListedInstance, { InstanceIDs, Region }: QueryAvailableInstancesRequest): boolean {
  const isNamed = InstanceIDs === undefined || InstanceIDs.split(',').includes(instance.instanceId);
  return isNamed && (Region === undefined || Region === instance.region);
}

function show({ accountId, instanceId, region, startedAt }: ListedInstance): AvailableInstance {
  return {
    ...billed,
    CreateTime: wireTime(startedAt),
    InstanceID: instanceId,
    OwnerId: Number(accountId),
    ProductType: 'bastionhost',
    Region: region,
    Status: 'Normal',
  };
}
