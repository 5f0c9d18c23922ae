import { describeRemoveFromGroup } from '../group-specs.ts';

describeRemoveFromGroup('Host');
