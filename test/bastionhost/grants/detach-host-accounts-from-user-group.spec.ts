import { describeDetach } from '../grant-specs.ts';

describeDetach('UserGroup', 'Host');
