import { Admission, everything, type Place } from '../../src/common/admission.ts';

describe('admission', () => {
  const made: string[] = [];
  let admission: Admission;
  const enter = (address: string, name = address): Place | undefined => admission.enter(address, () => made.push(name));
  const attempt = (address: string): Place => {
    const place = enter(address)!;
    place.stake = everything;
    return place;
  };
  beforeEach(() => {
    made.length = 0;
    admission = new Admission({ places: 6, placesPerAddress: 4 });
  });

  it('lets the address with the most connections make room when all places are taken', () => {
    enter('10.0.0.1');
    for (let n = 0; n < 4; n++) enter('10.0.0.2', `10.0.0.2 #${n}`);
    enter('10.0.0.3');
    expect(enter('10.0.0.4')).toBeDefined();
    expect(enter('10.0.0.5')).toBeDefined();
    expect(made).toEqual(['10.0.0.2 #0', '10.0.0.2 #1']);
  });

  it('skips an address that has no connection to displace', () => {
    for (let n = 0; n < 4; n++) attempt('10.0.0.2');
    enter('10.0.0.1')!.stake = 1;
    enter('10.0.0.3');
    expect(enter('10.0.0.4')).toBeDefined();
    expect(made).toEqual(['10.0.0.3']);
  });

  it('displaces nobody for an address that has as many connections itself', () => {
    for (let n = 0; n < 3; n++) attempt('10.0.0.2');
    for (let n = 0; n < 3; n++) enter('10.0.0.1');
    expect(enter('10.0.0.2')).toBeUndefined();
    expect(made).toEqual([]);
  });

  it('counts all addresses of an IPv6 /64 as one', () => {
    for (const address of ['2001:db8::1', '2001:db8::2', '2001:db8:0:0:5::', '2001:db8::ffff:1:2:3']) attempt(address);
    expect(enter('2001:db8::9')).toBeUndefined();
    expect(enter('2001:db8:0:1::9')).toBeDefined();
    expect(enter('::1')).toBeDefined();
  });

  it('frees a place only once', () => {
    const place = attempt('10.0.0.1');
    for (let n = 0; n < 3; n++) attempt('10.0.0.1');
    place.leave();
    place.leave();
    expect(enter('10.0.0.1')).toBeDefined();
    for (const address of ['10.0.0.2', '10.0.0.3']) attempt(address);
    expect(enter('10.0.0.2')).toBeDefined();
    expect(made).toEqual(['10.0.0.1']);
  });
});
