import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { ListOf, Member, Optional } from '../../../gateway/fields.ts';
import { policyResource } from '../../../identity/arns.ts';
import type { PolicyReference } from '../../../identity/policies/find-policy.ts';
import { PolicyDirectory } from '../../../identity/policies/policy-directory.ts';
import { RamTags } from '../../../identity/tags/ram-tags.ts';
import { RamAction } from '../ram-action.ts';
import { Marker, MaxItems, PolicyType } from '../ram-fields.ts';
import { Markers } from '../shapes/markers.ts';
import { CountedPolicy, showCounted } from '../shapes/policy.ts';
import { readFilters, showTags, TagInput, TagList } from '../shapes/tag.ts';

export class ListPoliciesRequest {
  @Optional() @PolicyType() PolicyType?: 'System' | 'Custom';
  @Optional() @ListOf(TagInput, { max: 20 }) Tag: TagInput[] = [];
  @Optional() @MaxItems() MaxItems?: number;
  @Optional() @Marker() Marker?: string;
}

class PolicyWithTags extends CountedPolicy {
  @Member() Tags: TagList;
}

class PolicyList {
  @Member([PolicyWithTags]) Policy: PolicyWithTags[];
}

export class ListPoliciesResponse {
  @Member() Policies: PolicyList;
  @Member() IsTruncated: boolean;
  @Member() Marker?: string;
}

@RamAction({
  request: ListPoliciesRequest,
  response: ListPoliciesResponse,
  route: 'GET /ram/policies',
  resource: (caller) => policyResource(caller, { type: 'Custom', name: '*' }),
})
export class ListPolicies implements ActionHandler<ListPoliciesRequest, ListPoliciesResponse> {
  constructor(
    private readonly directory: PolicyDirectory,
    private readonly tags: RamTags,
    private readonly markers: Markers,
  ) {}

  async handle(caller: Caller, request: ListPoliciesRequest): Promise<ListPoliciesResponse> {
    const page = this.markers.pageFor(caller, ListPolicies, request);
    const filter = { type: request.PolicyType, tags: readFilters(request.Tag) };
    const policies = await this.directory.list(caller, filter, page.wanted);
    const names = policies.items.filter(({ type }) => type === 'Custom').map(({ name }) => name);
    const tags = await this.tags.tagsOf(caller, { type: 'policy', names });
    const tagsOf = ({ type, name }: PolicyReference) => showTags(type === 'Custom' ? tags.get(name) : []);
    const Policy = policies.items.map((policy) => ({ ...showCounted(policy), Tags: tagsOf(policy) }));
    return { Policies: { Policy }, ...page.showNext(policies) };
  }
}
