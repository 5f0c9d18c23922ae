import { describeModifyGroup } from '../group-specs.ts';

describeModifyGroup('Host');
