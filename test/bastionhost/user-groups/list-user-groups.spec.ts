import { describeListGroups } from '../group-specs.ts';

describeListGroups('User');
