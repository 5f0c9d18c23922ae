import { describeCreateGroup } from '../group-specs.ts';

describeCreateGroup('User');
