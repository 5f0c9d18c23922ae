import { command, type SshClient } from './ssh-client.ts';

const python = '/usr/bin/python3';
const modules = '/usr/lib/python3/dist-packages';

/** A script of this folder, which reads its login and the way as JSON. */
const script = (name: string, module: string): SshClient => ({
  name,
  needs: [python, `${modules}/${module}`],
  start: (way, login) => ({
    command: [python, `test/clients/ways/${module}-way.py`],
    input: JSON.stringify({ ...login, way, command }),
  }),
});

export const paramiko = script('paramiko', 'paramiko');
export const asyncssh = script('asyncssh', 'asyncssh');
