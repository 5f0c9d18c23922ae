import { describeRemoveFromGroup } from '../group-specs.ts';

describeRemoveFromGroup('User');
