import { describeDetach } from '../grant-specs.ts';

describeDetach('User', 'HostGroup');
