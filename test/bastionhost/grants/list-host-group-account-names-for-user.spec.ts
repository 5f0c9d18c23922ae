import { describeListAccountNames } from '../grant-specs.ts';

describeListAccountNames('User');
