/** The address itself or, for IPv6, its /64 network, which belongs to one subscriber (RFC 6177). */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head, tail] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const missing = Array.from({ length: 8 - head!.length - (tail?.length ?? 0) }, () => '0');
  return [...head!, ...missing, ...(tail ?? [])].slice(0, 4).join(':');
}
