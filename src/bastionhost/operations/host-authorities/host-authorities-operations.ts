import { CreateHostAuthority } from './create-host-authority.ts';
import { DeleteHostAuthority } from './delete-host-authority.ts';
import { ListHostAuthorities } from './list-host-authorities.ts';

export const hostAuthoritiesOperations = [CreateHostAuthority, DeleteHostAuthority, ListHostAuthorities];
