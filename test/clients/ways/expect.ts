import { configurationFor, onTerminal } from './openssh.ts';
import { command, type SshClient } from './ssh-client.ts';

/** As people write them: it waits for the documented prompts and types the answers. */
export const expectScript: SshClient = {
  name: 'an expect script',
  needs: ['expect', 'ssh'],
  start: async (way, login) => {
    const ssh = ['ssh', '-F', await configurationFor(login)];
    const place = way === 'jump' ? ['-J', 'bastion', `${login.account}@${login.host}`] : ['bastion'];
    const ran = way === 'menu' ? [] : [command];
    return {
      command: onTerminal(...ssh, ...place, ...ran),
      environment: { PASSWORD: login.password ?? '', CODE: login.code ?? '' },
    };
  },
};
