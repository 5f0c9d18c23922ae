import { describeGetGroup } from '../group-specs.ts';

describeGetGroup('User');
