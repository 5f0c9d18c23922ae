import { Member } from '../../../gateway/fields.ts';
import type { HostResult } from '../../hosts/host-batches.ts';

/** The outcome for one host of a change to several. */
export class HostOutcome {
  @Member() Code: string;
  @Member() HostId: string;
  @Member() Message: string;
}

export class HostOutcomes {
  @Member([HostOutcome]) Results: HostOutcome[];
}

export function hostOutcomes(results: readonly HostResult[]): HostOutcomes {
  return { Results: results.map(({ hostId, code }) => ({ Code: code, HostId: hostId, Message: '' })) };
}
