// Where we are: path and query of the address bar. Filters live in the query, so a link keeps them and all views share them.

import type { State } from './types';

const here = $state({ path: location.pathname, query: location.search });

addEventListener('popstate', () => {
  here.path = location.pathname;
  here.query = location.search;
});

export const route = {
  get path() {
    return here.path;
  },
  get query() {
    return new URLSearchParams(here.query);
  },
};

/** Goes to an address of this page. */
export function go(to: string, replace = false): void {
  const url = new URL(to, location.href);
  history[replace ? 'replaceState' : 'pushState'](null, '', url);
  const moved = here.path !== url.pathname;
  here.path = url.pathname;
  here.query = url.search;
  if (moved) scrollTo(0, 0);
}

/** Plain clicks on links of this page stay in the page; with a modifier key they do what the browser does. */
export function followLinks(event: MouseEvent): void {
  const link = (event.target as Element).closest?.('a[href^="/"]');
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.hasAttribute('download') || link.hasAttribute('target') || link.getAttribute('href')!.startsWith('/api/')) return;
  event.preventDefault();
  go(link.getAttribute('href')!);
}

export const FILTERS = [
  'state', 'country', 'type', 'harm', 'since', 'until', 'differs', 'one_source', 'low_score', 'new_report', 'text', 'near', 'sort',
] as const;
export type Filter = (typeof FILTERS)[number];

/** The filters of a query, in fixed order, without those named. */
export function filters(query: URLSearchParams, without: readonly string[] = []): URLSearchParams {
  const out = new URLSearchParams();
  for (const key of FILTERS) {
    const v = query.get(key);
    if (v && !without.includes(key)) out.set(key, v);
  }
  return out;
}

/** The same page with filters changed: `null` takes one away. */
export function withFilters(change: Partial<Record<Filter | 'offset', string | null>>): string {
  const q = new URLSearchParams(here.query);
  q.delete('offset');
  for (const [k, v] of Object.entries(change)) {
    if (v) q.set(k, v);
    else q.delete(k);
  }
  const s = q.toString();
  return here.path + (s ? `?${s}` : '');
}

/** An address with the filters that are set now. */
export function keep(path: string, extra: Record<string, string> = {}): string {
  const q = filters(new URLSearchParams(here.query));
  for (const [k, v] of Object.entries(extra)) q.set(k, v);
  const s = q.toString();
  return path + (s ? `?${s}` : '');
}

/** What is still to be done: the states of the queue. */
export const OPEN: State[] = ['new', 'in_review', 'second_look'];
