import { networkOf } from './network-of.ts';

export interface AdmissionLimits {
  readonly places: number;
  /** An IPv6 /64 counts as one address: a client with one address in it has them all. */
  readonly placesPerAddress: number;
}

type PlacesOfAddress = Set<Place>;

/** A connection whose owner is not yet known. */
export class Place {
  /** How much it has to lose. Connections with the least make room first, those with `everything` never. */
  stake = 0;

  constructor(
    /** All places of the same address. */
    readonly neighbours: PlacesOfAddress,
    /** Rises with each arrival. */
    readonly number: number,
    readonly makeRoom: () => void,
    /** Frees the place, however often it is called. */
    readonly leave: () => void,
  ) {}
}

/** The stake of a connection that never makes room. */
export const everything = Infinity;

/** Holds the places of connections from strangers. */
export class Admission {
  private total = 0;
  private arrivals = 0;
  private readonly byNetwork = new Map<string, PlacesOfAddress>();

  constructor(private readonly limits: AdmissionLimits) {}

  /**
   * Takes a place. When none is free, `makeRoom` of another place is called, which is free by then. Undefined when no
   * connection may be displaced.
   */
  enter(address: string, makeRoom: () => void): Place | undefined {
    const network = networkOf(address);
    const neighbours: PlacesOfAddress = this.byNetwork.get(network) ?? new Set();
    if (!this.hasRoom(neighbours)) {
      const other = firstToGo(this.displaceable(neighbours));
      if (!other) return undefined;
      other.leave();
      other.makeRoom();
    }
    const place: Place = new Place(neighbours, this.arrivals++, makeRoom, () => this.leave(network, place));
    this.byNetwork.set(network, neighbours.add(place));
    this.total++;
    return place;
  }

  private hasRoom(neighbours: PlacesOfAddress): boolean {
    const { places, placesPerAddress } = this.limits;
    return this.total < places && neighbours.size < placesPerAddress;
  }

  /**
   * The places that a newcomer may take: those of its own address and, when only the total is reached, those of
   * addresses with more connections.
   */
  private displaceable(neighbours: PlacesOfAddress): Place[] {
    const isFull = neighbours.size >= this.limits.placesPerAddress;
    const larger = isFull ? [] : [...this.byNetwork.values()].filter(({ size }) => size > neighbours.size);
    return [neighbours, ...larger].flatMap((places) => [...places]);
  }

  private leave(network: string, place: Place): void {
    if (!place.neighbours.delete(place)) return;
    this.total--;
    if (place.neighbours.size === 0) this.byNetwork.delete(network);
  }
}

/** Of the address with the most connections, the one with the least at stake, and the oldest of these. */
function firstToGo(places: readonly Place[]): Place | undefined {
  const others = places.filter(({ stake }) => stake < everything);
  const order = (a: Place, b: Place) =>
    b.neighbours.size - a.neighbours.size || a.stake - b.stake || a.number - b.number;
  return others.reduce<Place | undefined>(
    (first, place) => (first && order(first, place) <= 0 ? first : place),
    undefined,
  );
}
