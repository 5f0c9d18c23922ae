/**
 * Something that the service needs does not answer at present. The caller may try again; nothing is known to be lost.
 */
export class Outage extends Error {
  override readonly name: string = 'Outage';
}
