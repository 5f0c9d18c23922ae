import { describeAttach } from '../grant-specs.ts';

describeAttach('User', 'HostGroup');
