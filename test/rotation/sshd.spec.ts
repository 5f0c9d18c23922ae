import { startSshdInstance } from '../../src/demo/sshd-instance.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { itRotates } from './rotation-behaviour.ts';

describeWithSshd('a rotation on a real OpenSSH server', () => {
  itRotates(startSshdInstance);
});
