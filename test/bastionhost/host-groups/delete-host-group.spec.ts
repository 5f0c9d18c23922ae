import { describeDeleteGroup } from '../group-specs.ts';

describeDeleteGroup('Host');
