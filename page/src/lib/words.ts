// How values are written for people. Dates and numbers follow the reader's own locale.

import table from 'virtual:countries';
import type { Cell, FieldName, FieldView, Harm, Interval, Party, Precision, Range, RejectReason, Site, State } from './types';

/** Fields in the order of the accounts table: name, letter of its marks, label. */
export const FIELDS: { name: FieldName; letter: string; label: string }[] = [
  { name: 'type', letter: 'E', label: 'Event' },
  { name: 'when', letter: 'T', label: 'When' },
  { name: 'where', letter: 'P', label: 'Where' },
  { name: 'agents', letter: 'A', label: 'By whom' },
  { name: 'targets', letter: 'G', label: 'Target' },
  { name: 'instruments', letter: 'M', label: 'Means' },
  { name: 'killed', letter: 'K', label: 'Killed' },
  { name: 'injured', letter: 'I', label: 'Injured' },
  { name: 'missing', letter: 'N', label: 'Missing' },
  { name: 'detained', letter: 'D', label: 'Detained' },
  { name: 'status', letter: 'S', label: 'Status' },
];
const BY_NAME = new Map(FIELDS.map((f) => [f.name, f]));
export const fieldOf = (name: FieldName) => BY_NAME.get(name)!;
export const HARMS: ReadonlySet<string> = new Set(['killed', 'injured', 'missing', 'detained']);

export const STATES: State[] = ['new', 'in_review', 'second_look', 'accepted', 'rejected', 'published'];
export const STATE_WORDS: Record<State, string> = {
  new: 'New', in_review: 'In review', second_look: 'Second look',
  accepted: 'Accepted', rejected: 'Rejected', published: 'Published',
};

export const REJECT_WORDS: Record<RejectReason, string> = {
  not_an_event: 'Not an event', historical: 'Long ago', hypothetical: 'Did not happen (planned, feared, denied)',
  out_of_scope: 'Out of scope', wrong_place: 'Wrong place', duplicate: 'Told twice', other: 'Other',
};

export const PRECISION_WORDS: Record<Precision, string> = {
  exact: 'exact', town: 'town', district: 'district', province: 'province', country: 'country only',
};
/** How far off the point may be, in kilometres: the same as on the maps of the command line. */
export const PRECISION_KM: Record<Precision, number> = { exact: 2, town: 10, district: 30, province: 100, country: 300 };

export const TYPES: Record<string, string> = {
  AGREE: 'Agreement', CONSULT: 'Talks', SUPPORT: 'Support', COOPERATE: 'Cooperation', AID: 'Aid', YIELD: 'Concession',
  REQUEST: 'Demand', ACCUSE: 'Accusation', REJECT: 'Refusal', THREATEN: 'Threat', PROTEST: 'Protest',
  SANCTION: 'Sanction', MOBILIZE: 'Mobilization', COERCE: 'Coercion', ASSAULT: 'Attack', RETREAT: 'Withdrawal',
};
export const MODES: Record<string, string> = {
  aerial: 'Air strike', missile_rocket: 'Missile or rocket fire', artillery: 'Shelling', bombing: 'Bombing',
  car_bomb: 'Car bombing', suicide: 'Suicide attack', firearms: 'Shooting', armed_clash: 'Armed clash',
  stabbing: 'Stabbing', arson: 'Arson', kidnapping: 'Kidnapping', beating: 'Beating', sexual: 'Sexual violence',
  chemical: 'Chemical attack', ramming: 'Vehicle ramming', demonstration: 'Demonstration', riot: 'Riot', strike: 'Strike',
  blockade: 'Blockade', hunger_strike: 'Hunger strike', arrest: 'Arrest', curfew: 'Curfew', seizure: 'Seizure',
  censorship: 'Censorship', troops: 'Troops moved', alert: 'Alert',
};
export const STATUSES = ['happened', 'ongoing', 'planned', 'threatened', 'demanded', 'denied', 'hypothetical'];
export const KINDS = [
  'unknown', 'state', 'military', 'police', 'armed_group', 'protesters', 'civilians', 'person', 'organisation', 'igo',
  'company', 'media',
];

/** "Car bombing" for an attack by car bomb; the plain type where the mode is not known. */
export const kindOf = (type: string, mode: string | null | undefined): string =>
  (mode && MODES[mode]) || TYPES[type] || type.toLowerCase();
export const plain = (word: string): string => word.replaceAll('_', ' ');

const COUNTRY = new Map(table.split('\n').map((l) => l.split('\t')).map(([code, name, number]) => [code, { name, number }]));
export const country = (code: string | null | undefined): string => (code && COUNTRY.get(code)?.name) || code || '';
export const countryNumber = (code: string): string => (COUNTRY.get(code)?.number ?? '').padStart(3, '0');
export const isCountry = (code: string): boolean => COUNTRY.has(code);

const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const short = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const count = new Intl.NumberFormat();
const parts = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2, minimumFractionDigits: 2 });

export const number = (n: number): string => count.format(n);
export const score = (n: number): string => parts.format(n);

function parse(date: string): Date | null {
  const d = new Date(/^\d{4}-\d{2}-\d{2}$/.test(date) ? `${date}T00:00Z` : /[Z+]/.test(date.slice(10)) ? date : `${date}Z`);
  return Number.isNaN(d.getTime()) ? null : d;
}
/** A day of the calendar as the reader writes it; what is no date comes back as it is. */
export function date(iso: string | null | undefined, form: 'full' | 'short' = 'full'): string {
  if (!iso) return '';
  const d = parse(iso);
  return d ? (form === 'full' ? day : short).format(d) : iso;
}
/** A moment of the log in the reader's time zone; today's by the clock alone. */
export function time(iso: string, now = new Date()): string {
  const d = new Date(iso);
  if (Number.isNaN(d.getTime())) return iso;
  return d.toDateString() === now.toDateString() ? clock.format(d) : moment.format(d);
}
export function interval(i: Interval | null | undefined, form: 'full' | 'short' = 'full'): string {
  if (!i) return '';
  const [a, b] = [parse(i.from), parse(i.to)];
  if (!a || !b) return i.from === i.to ? i.from : `${i.from} – ${i.to}`;
  const f = form === 'full' ? day : short;
  // A whole day may be written as its first and last moment.
  const whole = /T00:00/.test(i.from) && /T23:59/.test(i.to);
  const hour = (s: string) => (s.length > 10 && !whole ? `, ${s.slice(11, 16)}` : '');
  if (i.from.slice(0, 10) !== i.to.slice(0, 10)) return f.formatRange(a, b);
  return whole || i.from === i.to ? f.format(a) + hour(i.from) : `${f.format(a)}${hour(i.from)}${hour(i.to).replace(', ', '–')}`;
}

/** 6 · 4 – 6 · ≥ 3 · ≤ 5 */
export function range(r: Range | null | undefined): string {
  if (!r) return '';
  if (r.high === null || r.high === undefined) return `≥ ${count.format(r.low)}`;
  if (r.low === r.high) return count.format(r.low);
  return r.low === 0 ? `≤ ${count.format(r.high)}` : `${count.format(r.low)} – ${count.format(r.high)}`;
}

interface Kind { type: string; mode: string | null }
const harm = (h: Harm): string => range(h) + (h.who ? ` ${h.who}` : '');
const site = (s: Site): string => s.name;
const party = (p: Party): string => p.name;

/** A value of a field in words; empty where there is none. */
export function value(field: FieldName, v: unknown): string {
  if (v === null || v === undefined) return '';
  if (Array.isArray(v)) return v.map((x) => (typeof x === 'string' ? x : party(x as Party))).join(', ');
  if (field === 'when') return interval(v as Interval);
  if (field === 'where') return site(v as Site);
  if (field === 'agents' || field === 'targets') return party(v as Party);
  if (HARMS.has(field)) return harm(v as Harm);
  if (field === 'type') return typeof v === 'string' ? kindOf(v, null) : kindOf((v as Kind).type, (v as Kind).mode);
  return plain(String(v));
}

/** What a cell of the accounts table says. */
export const cell = (field: FieldName, c: Cell): string => value(field, c.value) || c.text;

/** The value in force: what a reviewer set, otherwise what is best supported. */
export const inForce = (f: FieldView): string => (f.verdict?.kind === 'not_stated' ? 'not stated' : value(f.field, f.best));

/** What an incident is called: what and where, since one report's title may stand for several incidents. */
export function called(r: { type: string; mode: string | null | undefined; place?: { name: string } | null }): string {
  const kind = kindOf(r.type, r.mode);
  return r.place ? `${kind}, ${r.place.name}` : kind;
}
/** The same from the one line that the server gives ("ASSAULT car_bomb, Gao, 2031-05-12"). */
export function calledByTitle(title: string): string {
  const [kind, ...rest] = title.split(', ');
  const [type, mode] = kind!.split(' ');
  if (/^\d{4}-/.test(rest.at(-1) ?? '')) rest.pop();
  return [kindOf(type!, mode), ...rest].join(', ');
}

export const plural = (n: number, one: string, many = `${one}s`): string => `${count.format(n)} ${n === 1 ? one : many}`;
