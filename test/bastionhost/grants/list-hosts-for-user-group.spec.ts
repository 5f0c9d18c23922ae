import { describeListAssets } from '../grant-specs.ts';

describeListAssets('UserGroup', 'Host');
