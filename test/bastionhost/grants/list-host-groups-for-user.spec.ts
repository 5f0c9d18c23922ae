import { describeListAssets } from '../grant-specs.ts';

describeListAssets('User', 'HostGroup');
