import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Admission, type AdmissionLimits, type Place } from '../common/admission.ts';

/**
 * Connections that have greeted and whose caller is not let in yet. When there are too many, the oldest of those with
 * the fewest requests in progress makes room.
 */
export class Strangers {
  private readonly admission: Admission;
  private readonly places = new WeakMap<Socket, Place>();

  constructor(limits: AdmissionLimits) {
    this.admission = new Admission(limits);
  }

  enter(socket: Socket): void {
    const place = this.admission.enter(socket.remoteAddress ?? '', () => socket.destroy());
    if (!place) return void socket.destroy();
    this.places.set(socket, place);
    socket.once('close', place.leave).once('letIn', place.leave);
  }

  asked({ socket }: IncomingMessage, response: ServerResponse): void {
    const place = this.places.get(socket);
    if (!place) return;
    place.stake++;
    response.once('close', () => place.stake--);
  }
}
