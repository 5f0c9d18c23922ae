import { describeAttach } from '../grant-specs.ts';

describeAttach('UserGroup', 'HostGroup');
