// The incident that is open: its view, its reports, the chosen field and report, and what is done to it.

import { Failed, get, post } from './api';
import { may, me, say, sayFailed } from './app.svelte';
import type { Action, Entry, FieldName, FieldView, Mention, Report, View } from './types';
import { FIELDS, fieldOf, inForce } from './words';

export class Opened {
  view = $state.raw<View | null>(null);
  failed = $state.raw<Failed | null>(null);
  busy = $state(false);
  field = $state<FieldName>('killed');
  reportId = $state('');
  texts = $state.raw<Map<string, Report>>(new Map());
  broken = $state.raw<Map<string, string>>(new Map());
  /** What somebody else did meanwhile, and how it is now. */
  conflict = $state.raw<{ by: string; what: string; view: View } | null>(null);
  /** Words chosen in the report that is shown. */
  words = $state.raw<(Mention & { report: string; text: string }) | null>(null);
  #turn = 0;
  #query = '';

  get now(): FieldView | undefined {
    return this.view?.fields.find((f) => f.field === this.field);
  }
  get report(): Report | undefined {
    return this.texts.get(this.reportId);
  }

  /** Whether the chosen field has a value of the reports that nobody has decided on; what a person set needs no acceptance. */
  get acceptable(): boolean {
    const f = this.now;
    return !!f && !!inForce(f) && (!f.verdict || f.verdict.kind === 'disputed');
  }

  /** Whether reports differ on a field; what copies say does not count. */
  differs(f: FieldView): boolean {
    const copies = new Set(this.view?.reports.filter((r) => r.copy_of).map((r) => r.id));
    return f.differs && Object.entries(f.cells).some(([id, cells]) => !copies.has(id) && cells.some((c) => c.differs));
  }

  /** Fields in the order of the table; those that nobody speaks of are left out, but for a few that every incident has. */
  get fields(): FieldView[] {
    const always = new Set<FieldName>(['type', 'when', 'where', 'agents', 'targets', 'killed', 'injured']);
    const told = (f: FieldView) => always.has(f.field) || f.verdict || Object.keys(f.cells).length > 0;
    const all = FIELDS.map((d) => this.view?.fields.find((f) => f.field === d.name)).filter((f): f is FieldView => !!f);
    return all.filter((f) => told(f) && (f.field !== 'status' || this.differs(f) || f.verdict || f.best !== 'happened'));
  }

  async load(id: number, query: string, wanted: string | null): Promise<void> {
    const turn = ++this.#turn;
    this.#query = query;
    this.failed = null;
    try {
      const view = await get<View>(`/incidents/${id}?${query}`);
      if (turn !== this.#turn) return;
      const other = this.view?.id !== view.id;
      this.#show(view);
      if (other) {
        const fields = this.fields;
        const first = fields.find((f) => f.field === wanted) ?? fields.find((f) => this.differs(f) && f.field !== 'type' && !f.verdict)
          ?? fields.find((f) => Object.keys(f.cells).length && f.field === 'killed') ?? fields[0];
        this.choose(first?.field ?? 'type');
      }
    } catch (e) {
      if (turn !== this.#turn) return;
      // What is on the screen stays there while the program does not answer.
      if (this.view?.id === id && !(e as Failed).status) return;
      this.failed = e as Failed;
      this.view = null;
    }
  }
  /** Asks again after a change by somebody else. */
  async refresh(seq: number): Promise<void> {
    if (!this.view || this.busy || seq === this.view.revision) return;
    try {
      const turn = this.#turn;
      const view = await get<View>(`/incidents/${this.view.id}?${this.#query}`);
      if (turn === this.#turn && !this.busy && view.revision !== this.view?.revision) this.#show(view);
    } catch (e) {
      sayFailed(e);
    }
  }

  #show(view: View): void {
    if (this.view?.id !== view.id) {
      this.texts = new Map();
      this.words = null;
      this.conflict = null;
    }
    // Reports that speak for themselves stand before those that repeat them.
    const own = [...view.reports].sort((a, b) => Number(!!a.copy_of) - Number(!!b.copy_of));
    this.view = { ...view, reports: own };
    if (!view.reports.some((r) => r.id === this.reportId)) this.reportId = view.reports[0]?.id ?? '';
    for (const r of view.reports.slice(0, 40)) void this.#text(r.id);
  }
  async #text(id: string): Promise<void> {
    if (this.texts.has(id)) return;
    try {
      const report = await get<Report>(`/reports/${encodeURIComponent(id)}`);
      this.texts = new Map(this.texts).set(id, report);
    } catch (e) {
      this.broken = new Map(this.broken).set(id, (e as Failed).message);
    }
  }

  /** Chooses a field, and a report that speaks of it. */
  choose(field: FieldName, report?: string): void {
    this.field = field;
    const cells = this.now?.cells ?? {};
    if (report) this.reportId = report;
    else if (!cells[this.reportId]) {
      const speaks = this.view?.reports.find((r) => cells[r.id] && !r.copy_of) ?? this.view?.reports.find((r) => cells[r.id]);
      if (speaks) this.reportId = speaks.id;
    }
  }
  step(by: number): void {
    const all = this.fields.map((f) => f.field);
    const at = all.indexOf(this.field);
    this.choose(all[(at + by + all.length) % all.length]!);
  }
  show(n: number): void {
    const r = this.view?.reports[n];
    if (r) this.reportId = r.id;
  }

  /** Does something to the incident as it is seen here. True where it was done. */
  async act(action: Action, done: string): Promise<boolean> {
    if (!this.view || this.busy) return false;
    this.busy = true;
    try {
      const view = await post<View>(`/incidents/${this.view.id}/act?${this.#query}`, { expect: this.view.revision, action });
      this.#show(view);
      say(done);
      return true;
    } catch (e) {
      const f = e as Failed;
      if (f.status === 409 && f.view && f.view.revision !== this.view.revision) {
        const last = f.view.history[0];
        this.conflict = { by: last?.who ?? 'somebody', what: last ? tell(last).text : 'changed it', view: f.view };
      } else sayFailed(e);
      return false;
    } finally {
      this.busy = false;
    }
  }
  takeNew(): void {
    if (this.conflict) {
      const { view } = this.conflict;
      this.conflict = null;
      this.#show(view);
    }
  }

  /** The last line of the log that this person can take back. */
  get undoable(): Entry | undefined {
    const undone = new Set<number>();
    for (const e of this.view?.history ?? []) {
      const back = e.what === 'review.undo' ? undoneBy(e) : null;
      if (back) undone.add(back);
    }
    return this.view?.history.find((e) => takesBack(e) && !undone.has(e.seq) && (e.who === me() || may('manager')));
  }
}

const NO_UNDO = new Set(['review.take', 'review.release', 'review.undo']);
const takesBack = (e: Entry) => e.what.startsWith('review.') && !NO_UNDO.has(e.what);
function undoneBy(e: Entry): number | null {
  const a = e.after as { undone?: number; undo?: number; seq?: number } | null;
  return a?.undone ?? a?.undo ?? a?.seq ?? null;
}

/** A line of the log in words. */
export function tell(e: Entry): { text: string; quote: string; was: string; is: string } {
  const before = (e.before ?? {}) as Record<string, unknown>;
  const after = (e.after ?? {}) as Record<string, unknown>;
  const short = e.what.replace(/^review\./, '');
  let text = WORDS[e.what] ?? WORDS[short] ?? e.what;
  let quote = '';
  let was = '';
  let is = '';
  const fields = Object.entries((after.fields ?? before.fields ?? {}) as Record<string, { kind?: string; value?: unknown; reason?: string } | null>);
  if (short === 'field' && fields.length) {
    const [name, verdict] = fields[0]!;
    const label = fieldOf(name as FieldName)?.label ?? name;
    text = verdict ? `${label}: ${VERDICTS[verdict.kind ?? ''] ?? verdict.kind}` : `${label}: verdict taken away`;
    quote = verdict?.reason ?? '';
  }
  const comments = Object.values((after.comments ?? {}) as Record<string, { text?: string } | null>);
  if (comments[0]?.text) quote = comments[0].text;
  const reject = after.reject as { reason?: string; note?: string } | null | undefined;
  if (reject?.reason) quote = [reject.reason.replaceAll('_', ' '), reject.note].filter(Boolean).join(': ');
  if (typeof before.state === 'string' && typeof after.state === 'string') {
    was = before.state.replaceAll('_', ' ');
    is = after.state.replaceAll('_', ' ');
  }
  if (short === 'flag') {
    const number = (v: unknown) => (Array.isArray(v) ? v.length : 0);
    if ('private' in after) text = after.private ? 'marked private' : 'no longer private';
    else if ('private_reports' in after) {
      text = number(after.private_reports) > number(before.private_reports) ? 'marked a report private' : 'a report is no longer private';
    } else text = 'changed what is distressing';
  }
  if (e.other && /merge|not_same|link|unlink|split|join|decision/.test(e.what)) text += ` (${e.other})`;
  return { text, quote, was, is };
}
const VERDICTS: Record<string, string> = { accepted: 'accepted', edited: 'edited', disputed: 'disputed', not_stated: 'not stated' };
const WORDS: Record<string, string> = {
  take: 'took it in hand', release: 'gave it back', accept: 'accepted the incident', reject: 'rejected the incident',
  second_look: 'asked for a second look', reopen: 'reopened it', publish: 'marked it as to be published', comment: 'commented',
  merge: 'merged', not_same: 'not the same', split: 'split', link: 'linked', unlink: 'took a link away', undo: 'undid a line',
  'report.add': 'added a report', 'report.version': 'added a newer version', 'report.erase': 'erased a report', 'report.reread': 'read a report anew',
  'incident.new': 'made the incident', 'incident.change': 'changed it', 'incident.join': 'joined',
  'incident.split': 'split off', 'incident.end': 'ended it', decision: 'decided',
};
