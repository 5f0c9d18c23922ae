import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Admission, type AdmissionLimits, type Place } from '../../common/admission.ts';

const defaultLimits: AdmissionLimits = { places: 1000, placesPerAddress: 500 };

const places = new WeakMap<Socket, Place>();

/**
 * Bounds the connections on which nobody has been let in yet: when there are too many, the longest one without a request under way makes
 * room, then the longest.
 */
export function boundStrangers(server: Server, limits = defaultLimits): void {
  const admission = new Admission(limits);
  server.on('greeted', (socket: Socket) => {
    const place = admission.enter(socket.remoteAddress ?? '', () => socket.destroy());
    if (!place) return void socket.destroy();
    places.set(socket, place);
    socket.once('close', place.leave);
  });
  server.on('request', ({ socket }, response) => {
    const place = places.get(socket);
    if (!place) return;
    place.stake++;
    response.once('close', () => place.stake--);
  });
}

/** Whose call was served is no stranger any more. */
export function isNoStranger(socket: Socket): void {
  places.get(socket)?.leave();
  places.delete(socket);
}
