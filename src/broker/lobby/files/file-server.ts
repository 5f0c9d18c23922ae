import type { Duplex } from 'node:stream';
import { Outage } from '../../../common/outage.ts';
import { EnteredTargets, type OpenTarget } from './entered-targets.ts';
import { errandOf } from './errands.ts';
import { Handles } from './handles.ts';
import { Outlet } from './outlet.ts';
import { Malformed, packetsOf } from './packets.ts';
import {
  encodeAttributes,
  encodeVersion,
  folderAttributes,
  isOpening,
  type Packet,
  requestTypes,
  statusCodes,
} from './protocol.ts';
import { Refused } from './refused.ts';
import { announcedExtensions, readRequest, type Request } from './requests.ts';
import { Router } from './router.ts';
import { type ListAccounts, TargetFolders } from './target-folders.ts';
import { TargetList } from './target-list.ts';
import { Unanswered } from './unanswered.ts';

/**
 * SFTP without a target: the root is a list with a folder for each account that the engineer can connect to, and a
 * folder leads to the file system of that target. It is entered when something in it is asked for.
 */
export class FileServer {
  private readonly client: Outlet;
  private readonly handles = new Handles();
  private readonly unanswered = new Unanswered();
  private readonly entered: EnteredTargets;
  private readonly list: TargetList;
  private readonly router: Router;

  constructor(
    private readonly stream: Duplex,
    complain: (line: string) => void,
    listAccounts: ListAccounts,
    openTarget: OpenTarget,
  ) {
    const folders = new TargetFolders(listAccounts);
    this.client = new Outlet(stream, complain);
    this.entered = new EnteredTargets(openTarget, this.client, (target) => this.handles.has(target));
    this.list = new TargetList(folders, this.handles);
    this.router = new Router(folders, this.entered, this.handles);
  }

  /** Resolves when the client has left. @throws Malformed when it does not keep to the protocol */
  async serve(): Promise<void> {
    // Nothing that a target still owes keeps the session of a client that is gone.
    this.stream.once('close', () => this.entered.leave());
    try {
      const packets = packetsOf(this.stream);
      await this.greet(packets);
      for await (const packet of packets) {
        await this.receive(packet);
        await Promise.all([this.client.drained(), this.unanswered.room()]);
      }
    } finally {
      this.entered.leave();
    }
  }

  private async greet(packets: AsyncIterator<Packet>): Promise<void> {
    const { done, value: packet } = await packets.next();
    if (done) return;
    if (packet.type !== requestTypes.init) throw new Malformed('the first packet is not INIT');
    this.client.send(encodeVersion(announcedExtensions));
  }

  private async receive(packet: Packet): Promise<void> {
    const request = readRequest(packet);
    try {
      if (!request) throw new Refused(statusCodes.unsupported, 'this is not supported here');
      await this.handle(request);
    } catch (error) {
      const { code, message } = refusalOf(error);
      this.client.refuse(packet, code, message);
    }
  }

  private async handle(request: Request): Promise<void> {
    const { id, type, fields, size } = request;
    if (isOpening(type) && this.handles.areUsedUp) throw new Refused(statusCodes.failure, 'too many files are open');
    const route = await this.router.routeOf(request);
    if (type === requestTypes.close) this.handles.remove(fields[0]!.value);
    switch (route.to) {
      case 'list':
        return this.client.send(await this.list.answer(request));
      case 'open-list':
        return this.client.send(this.list.answerOpen(request, route.names));
      case 'folder':
        return this.client.send(encodeAttributes(id, folderAttributes));
      case 'target':
        void route.target.send(errandOf({ request, ...route }, this.handles, this.unanswered.add(size)));
    }
  }
}

/** @throws what is neither a refusal nor an outage */
function refusalOf(error: unknown): Refused {
  if (error instanceof Refused) return error;
  if (!(error instanceof Outage)) throw error;
  return new Refused(statusCodes.failure, 'the service is not available at the moment, please try again soon');
}
