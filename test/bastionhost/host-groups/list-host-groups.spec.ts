import { describeListGroups } from '../group-specs.ts';

describeListGroups('Host');
