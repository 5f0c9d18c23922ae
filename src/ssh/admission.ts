import { networkOf } from './network-of.ts';

export interface AdmissionLimits {
  readonly maxUnauthenticated: number;
  /** An IPv6 network of 64 bits counts as one address: whoever has one address of it has them all. */
  readonly maxUnauthenticatedPerAddress: number;
}

/** How far a connection has come; the first to make room comes first. Who has attempted a login makes room for nobody. */
const stages = { exchangingKeys: 0, silent: 1, attempting: 2 } as const;

type Crowd = Set<Place>;

/** A connection that has not logged in yet. */
export class Place {
  stage: (typeof stages)[keyof typeof stages] = stages.exchangingKeys;

  constructor(
    /** All places of the same address. */
    readonly crowd: Crowd,
    /** Rises with each arrival. */
    readonly number: number,
    readonly makeRoom: () => void,
    /** Gives the place back, however often it is called. */
    readonly leave: () => void,
  ) {}

  keysAreExchanged(): void {
    this.stage = Math.max(this.stage, stages.silent) as Place['stage'];
  }

  /** Of any method: that of `none` too, with which clients begin whose user still types. */
  loginIsAttempted(): void {
    this.stage = stages.attempting;
  }
}

/** Holds the places of connections that have not logged in yet. */
export class Admission {
  private total = 0;
  private arrivals = 0;
  private readonly crowds = new Map<string, Crowd>();

  constructor(private readonly limits: AdmissionLimits) {}

  /** Takes a place. When there is none, `makeRoom` of another is called, whose place is free by then; `undefined`: nobody has to go. */
  enter(address: string, makeRoom: () => void): Place | undefined {
    const network = networkOf(address);
    const crowd: Crowd = this.crowds.get(network) ?? new Set();
    if (!this.hasRoom(crowd)) {
      const other = firstToGo(this.rivals(crowd));
      if (!other) return undefined;
      other.leave();
      other.makeRoom();
    }
    const place: Place = new Place(crowd, this.arrivals++, makeRoom, () => this.leave(network, place));
    this.crowds.set(network, crowd.add(place));
    this.total++;
    return place;
  }

  private hasRoom(crowd: Crowd): boolean {
    const { maxUnauthenticated, maxUnauthenticatedPerAddress } = this.limits;
    return this.total < maxUnauthenticated && crowd.size < maxUnauthenticatedPerAddress;
  }

  /** Whose place may become that of a newcomer: his own address's and, when only the total is reached, that of addresses with more. */
  private rivals(crowd: Crowd): Place[] {
    const isFull = crowd.size >= this.limits.maxUnauthenticatedPerAddress;
    const larger = isFull ? [] : [...this.crowds.values()].filter(({ size }) => size > crowd.size);
    return [crowd, ...larger].flatMap((each) => [...each]);
  }

  private leave(network: string, place: Place): void {
    if (!place.crowd.delete(place)) return;
    this.total--;
    if (place.crowd.size === 0) this.crowds.delete(network);
  }
}

/** Of the address with the most connections, the one that has come the least far, and the longest of these. */
function firstToGo(places: readonly Place[]): Place | undefined {
  const others = places.filter(({ stage }) => stage !== stages.attempting);
  const order = (a: Place, b: Place) => b.crowd.size - a.crowd.size || a.stage - b.stage || a.number - b.number;
  return others.reduce<Place | undefined>(
    (first, each) => (first && order(first, each) <= 0 ? first : each),
    undefined,
  );
}
