// Changes that others make, as they make them.

import { app, loadSession } from './app.svelte';

export interface Change { seq: number; incident: number | null; what: string; who: string }
const listeners = new Set<(c: Change) => void>();
let stream: EventSource | null = null;

/** Opens the stream; the browser opens it again by itself when it breaks. */
export function listen(): void {
  stream?.close();
  stream = new EventSource('/api/events');
  stream.addEventListener('change', (e) => {
    const change = JSON.parse((e as MessageEvent<string>).data) as Change;
    for (const f of listeners) f(change);
    if (app.session?.empty) void loadSession();
  });
  stream.addEventListener('here', (e) => (app.here = JSON.parse((e as MessageEvent<string>).data) as string[]));
  stream.onopen = () => {
    const back = !app.online;
    app.online = true;
    // What was missed meanwhile: all views ask again.
    if (back) for (const f of listeners) f({ seq: 0, incident: null, what: 'again', who: '' });
  };
  stream.onerror = () => {
    if (stream?.readyState === EventSource.CONNECTING) app.online = false;
  };
}
export function stopListening(): void {
  stream?.close();
  stream = null;
}

/** Calls `f` on each change as long as the component stands. Without a number of an incident, anything may have changed. */
export function onChange(f: (c: Change) => void): void {
  $effect(() => {
    listeners.add(f);
    return () => listeners.delete(f);
  });
}

/** Calls `f` once some milliseconds after the last of several changes. */
export function afterChanges(ms: number, f: () => void): void {
  let wait: ReturnType<typeof setTimeout> | undefined;
  onChange(() => {
    clearTimeout(wait);
    wait = setTimeout(f, ms);
  });
}
