import { describeAddToGroup } from '../group-specs.ts';

describeAddToGroup('User');
