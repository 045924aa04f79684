// What every view knows: who is here, whether the program answers, what was just done, light or dark.

import { Failed, get, onLocked, onReach, post, setCsrf } from './api';
import type { Role, Session } from './types';

export const app = $state({
  session: null as Session | null,
  here: [] as string[],
  online: true,
  /** Sign-in is needed before anything can be read. */
  locked: false,
  failed: null as Failed | null,
});

onReach((up) => (app.online = up));
onLocked(() => (app.locked = true));

export async function loadSession(): Promise<void> {
  try {
    const s = await get<Session>('/session');
    setCsrf(s.csrf);
    app.session = s;
    app.here = s.here ?? [];
    app.locked = !s.user && !s.open;
    app.failed = null;
  } catch (e) {
    app.failed = e as Failed;
  }
}

export async function signOut(): Promise<void> {
  await post('/sign-out');
  await loadSession();
}

const RANK: Record<Role, number> = { viewer: 0, editor: 1, manager: 2, owner: 3 };
/** Whether the person at this page has this role or a higher one. */
export function may(role: Role): boolean {
  const mine = app.session?.user?.role ?? (app.session?.open ? 'owner' : 'viewer');
  return RANK[mine] >= RANK[role];
}
export const me = (): string => app.session?.user?.name ?? 'you';

// Messages: read out by screen readers, shown for a while.
export const note = $state({ text: '', bad: false, at: 0 });
let timer: ReturnType<typeof setTimeout> | undefined;
export function say(text: string, bad = false): void {
  note.text = text;
  note.bad = bad;
  note.at++;
  clearTimeout(timer);
  timer = setTimeout(() => (note.text = ''), bad ? 12000 : 5000);
}
export function sayFailed(e: unknown): void {
  if ((e as Error).name === 'AbortError') return;
  const f = e as Failed;
  say(f.hint ? `${f.message} ${f.hint}` : f.message, true);
}

// Light, dark or as the system has it. Without leave to keep it, the choice lasts until the page is closed.
export type Scheme = 'system' | 'light' | 'dark';
function kept(): Scheme {
  try {
    const s = localStorage.getItem('diurna-scheme');
    return s === 'light' || s === 'dark' ? s : 'system';
  } catch {
    return 'system';
  }
}
export const scheme = $state({ now: kept() });
export function applyScheme(): void {
  if (scheme.now === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = scheme.now;
}
export function nextScheme(): void {
  scheme.now = scheme.now === 'system' ? 'light' : scheme.now === 'light' ? 'dark' : 'system';
  applyScheme();
  try {
    localStorage.setItem('diurna-scheme', scheme.now);
  } catch {
    // Storage is shut off: the choice holds for this visit.
  }
  say(scheme.now === 'system' ? 'Colours follow the system' : `Colours: ${scheme.now}`);
}
