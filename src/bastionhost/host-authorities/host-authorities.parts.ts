import type { ModuleParts } from '../module-parts.ts';
import { HostAuthorities } from './host-authorities.ts';
import { HostAuthority } from './host-authority.entity.ts';
import { KnownHosts } from './known-hosts.ts';

export const hostAuthoritiesParts: ModuleParts = {
  entities: [HostAuthority],
  inner: [],
  shown: [HostAuthorities, KnownHosts],
};
