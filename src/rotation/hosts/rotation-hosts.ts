import { Injectable } from '@nestjs/common';
import { HostLogins } from './host-logins.ts';
import { HostScripts } from './host-scripts.ts';
import type { HostTask, RotationHost } from './rotation-host.ts';

@Injectable()
export class RotationHosts {
  constructor(
    private readonly logins: HostLogins,
    private readonly scripts: HostScripts,
  ) {}

  hostFor(task: HostTask): RotationHost {
    return {
      instance: () => this.logins.instance(task),
      run: (command, ownLogin) => this.scripts.run(task, command, ownLogin),
      ask: (command, ownLogin) => this.scripts.ask(task, command, ownLogin),
      accepts: (credential) => this.logins.accepts(task, credential),
      offer: (credential, publicKey) => this.logins.offer(task, credential, publicKey),
    };
  }
}
