import { isTokenLike } from '../../bastionhost/operation-token-form.api.ts';

/** Shown above the first prompt of keyboard-interactive, to everybody alike. */
export const instruction = 'Log in as user@account@host to reach a host directly, or as user to choose one.';

const banner = 'sallyport: user@account@host leads straight to a host, user alone to your list';

/** Shown where the name says nothing of a target. It follows from the text alone, since users' names may hold `@`. */
export function bannerFor(typedName: string): string | undefined {
  return typedName.includes('@') || isTokenLike(typedName) ? undefined : banner;
}
