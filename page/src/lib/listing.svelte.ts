// Incidents that fit the filters: any number of them, of which only the parts in sight are fetched.

import { get } from './api';
import { sayFailed } from './app.svelte';
import type { Page, Row } from './types';

const PART = 50;

export class Listing {
  page = $state.raw<Omit<Page, 'items' | 'map' | 'histogram'> | null>(null);
  rows = $state.raw<Map<number, Row>>(new Map());
  busy = $state(false);
  failed = $state.raw<Error | null>(null);
  #query = '';
  #wanted = new Set<number>();
  #turn = 0;
  #stop = new AbortController();

  get total(): number {
    return this.page?.total ?? 0;
  }

  /**
   * Asks anew with this query; what is on the screen stays until the answer is here. `also` is what the first part brings with it, and
   * `took` is told of that answer together with the list.
   */
  async load(query: string, also: Record<string, string> = {}, took?: (page: Page) => void): Promise<void> {
    this.#query = query;
    const turn = ++this.#turn;
    // An answer that nobody waits for any longer keeps the next one waiting.
    this.#stop.abort();
    this.#stop = new AbortController();
    this.busy = true;
    try {
      const page = await this.#fetch(0, also, this.#stop.signal);
      if (turn !== this.#turn) return;
      this.#wanted = new Set([0]);
      this.#keep(page, 0, new Map());
      took?.(page);
      this.failed = null;
    } catch (e) {
      if (turn === this.#turn) this.failed = e as Error;
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  /** Fetches what is missing between two rows. */
  ensure(from: number, to: number): void {
    const turn = this.#turn;
    for (let start = Math.floor(Math.max(from, 0) / PART) * PART; start < Math.min(to, this.total); start += PART) {
      if (this.#wanted.has(start)) continue;
      this.#wanted.add(start);
      this.#fetch(start).then(
        (page) => turn === this.#turn && this.#keep(page, start, new Map(this.rows)),
        (e) => {
          this.#wanted.delete(start);
          sayFailed(e);
        },
      );
    }
  }

  #fetch(start: number, also: Record<string, string> = {}, signal?: AbortSignal): Promise<Page> {
    const q = new URLSearchParams(this.#query);
    for (const [key, value] of Object.entries(also)) if (value) q.set(key, value);
    q.set('offset', String(start));
    q.set('limit', String(PART));
    return get<Page>(`/incidents?${q}`, signal);
  }

  #keep(page: Page, start: number, rows: Map<number, Row>): void {
    const { items, map: _map, histogram: _histogram, ...rest } = page;
    items.forEach((row, i) => rows.set(start + i, row));
    this.page = rest;
    this.rows = rows;
  }
}
