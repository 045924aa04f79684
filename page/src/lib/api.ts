// Requests to the program that serves this page. Nothing else is ever asked.

import type { View } from './types';

/** What the server said instead of an answer; status 0 where it did not answer at all. */
export class Failed extends Error {
  constructor(message: string, readonly status: number, readonly hint = '', readonly view: View | null = null) {
    super(message);
  }
}

let csrf = '';
export const setCsrf = (token: string) => (csrf = token);

let online: (up: boolean) => void = () => {};
let locked: () => void = () => {};
/** Is told when the program wants a sign-in first, as after a session has ended. */
export const onLocked = (f: typeof locked) => (locked = f);

/** Is told after every request whether the program answered. */
export const onReach = (f: typeof online) => (online = f);

async function ask<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') headers['x-diurna-csrf'] = csrf;
  if (body !== undefined) headers['content-type'] = 'application/json';
  let answer: Response;
  try {
    answer = await fetch(`/api${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal });
  } catch (e) {
    if ((e as Error).name === 'AbortError') throw e;
    online(false);
    throw new Failed('The program does not answer.', 0, 'Is diurna serve still running?');
  }
  online(true);
  const text = await answer.text();
  const json = answer.headers.get('content-type')?.includes('json') && text ? JSON.parse(text) : null;
  if (!answer.ok) {
    if (answer.status === 401 && path !== '/sign-in') locked();
    throw new Failed(json?.error ?? `The program answered ${answer.status}.`, answer.status, json?.hint ?? '', json?.view ?? null);
  }
  return json as T;
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => ask<T>('GET', path, undefined, signal);
export const post = <T>(path: string, body: unknown = {}): Promise<T> => ask<T>('POST', path, body);
export const remove = <T>(path: string): Promise<T> => ask<T>('DELETE', path);
