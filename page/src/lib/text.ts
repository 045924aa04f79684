// The report's text cut into pieces that can be drawn, and places in it found again. All offsets count code points.

import type { FieldName, FieldView, Mention, Report } from './types';
import { FIELDS } from './words';

export interface Mark extends Mention { field: FieldName }
/** A piece under one set of marks. `starts` are the fields whose words begin here. */
export interface Piece { start: number; text: string; field: FieldName | null; fields: FieldName[]; starts: FieldName[]; chosen: boolean }
export interface Paragraph { start: number; end: number; pieces: Piece[] }

/** The words in this report on which the values of the fields rest. */
export function marksOf(fields: FieldView[], report: Report, events: string[]): Mark[] {
  const seen = new Set<string>();
  const out: Mark[] = [];
  const add = (field: FieldName, m: Mention) => {
    const key = `${field} ${m.start} ${m.end}`;
    if (seen.has(key) || m.end <= m.start) return;
    seen.add(key);
    out.push({ field, start: m.start, end: m.end });
  };
  for (const f of fields) {
    for (const cell of f.cells[report.id] ?? []) for (const a of cell.accounts) for (const m of a.evidence) add(f.field, m);
    for (const q of f.verdict?.evidence ?? []) if (q.report === report.id) add(f.field, q);
  }
  for (const e of report.events ?? []) if (events.includes(e.id)) for (const m of e.mentions) add('type', m);
  return out;
}

/** Cuts the text at its line breaks and at the ends of marks; where marks overlap, the chosen field or else the shorter mark is drawn. */
export function paragraphs(text: string, marks: Mark[], chosen: FieldName | null): Paragraph[] {
  const points = Array.from(text);
  const out: Paragraph[] = [];
  for (let at = 0; at < points.length; ) {
    while (at < points.length && /[\n\r]/.test(points[at]!)) at++;
    let end = at;
    while (end < points.length && !/[\n\r]/.test(points[end]!)) end++;
    if (end > at) out.push({ start: at, end, pieces: pieces(points, at, end, marks, chosen) });
    at = end;
  }
  return out;
}

function pieces(points: string[], from: number, to: number, marks: Mark[], chosen: FieldName | null): Piece[] {
  const inside = marks.filter((m) => m.start < to && m.end > from);
  const cuts = new Set([from, to]);
  for (const m of inside) {
    cuts.add(Math.max(m.start, from));
    cuts.add(Math.min(m.end, to));
  }
  const ends = [...cuts].sort((a, b) => a - b);
  const rank = (m: Mark) => (m.field === chosen ? 0 : 1) * 1e6 + (m.end - m.start);
  const order = (f: FieldName) => FIELDS.findIndex((x) => x.name === f);
  return ends.slice(0, -1).map((start, i) => {
    const end = ends[i + 1]!;
    const over = inside.filter((m) => m.start <= start && m.end >= end).sort((a, b) => rank(a) - rank(b));
    const names = (list: Mark[]) => [...new Set(list.map((m) => m.field))].sort((a, b) => order(a) - order(b));
    return {
      start,
      text: points.slice(start, end).join(''),
      field: over[0]?.field ?? null,
      fields: names(over),
      starts: names(over.filter((m) => m.start === start)),
      chosen: over.some((m) => m.field === chosen),
    };
  });
}

/** Code point offset of a place in the DOM, from the pieces that carry `data-at`. */
function offsetOf(node: Node, offset: number): number | null {
  const piece = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>('[data-at]');
  if (!piece) {
    // Between pieces: the beginning of the next one, as when a whole paragraph is taken.
    const next = node instanceof Element ? node.children[offset]?.querySelector<HTMLElement>('[data-at]') : null;
    return next ? Number(next.dataset.at) : null;
  }
  const before = node === piece.firstChild || node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '').slice(0, offset) : '';
  return Number(piece.dataset.at) + Array.from(before).length;
}

/** What is selected inside `root`, without spaces at its ends. */
export function selected(root: HTMLElement, text: string): Mention | null {
  const s = getSelection();
  if (!s || s.isCollapsed || !s.rangeCount || !root.contains(s.anchorNode) || !root.contains(s.focusNode)) return null;
  const r = s.getRangeAt(0);
  let start = offsetOf(r.startContainer, r.startOffset);
  let end = offsetOf(r.endContainer, r.endOffset);
  if (start === null || end === null) return null;
  const points = Array.from(text);
  while (start < end && /\s/.test(points[start] ?? ' ')) start++;
  while (end > start && /\s/.test(points[end - 1] ?? ' ')) end--;
  return end > start ? { start, end } : null;
}

/** The DOM range of these words, for drawing brackets and for selecting them. */
export function rangeOf(root: HTMLElement, start: number, end: number): globalThis.Range | null {
  const all = [...root.querySelectorAll<HTMLElement>('[data-at]')];
  const place = (at: number, last: boolean): [Node, number] | null => {
    for (let i = all.length - 1; i >= 0; i--) {
      const from = Number(all[i]!.dataset.at);
      if (from < at || (from === at && !last) || (i === 0 && from <= at)) {
        const points = Array.from(all[i]!.textContent ?? '');
        return [all[i]!.firstChild ?? all[i]!, points.slice(0, Math.min(at - from, points.length)).join('').length];
      }
    }
    return null;
  };
  const a = place(start, false);
  const b = place(end, true);
  if (!a || !b) return null;
  const range = document.createRange();
  range.setStart(...a);
  range.setEnd(...b);
  return range;
}

/** Beginnings and ends of the words of a text, for choosing words with the arrow keys. */
export function wordsOf(text: string): Mention[] {
  const out: Mention[] = [];
  let at = 0;
  for (const part of text.split(/([\p{L}\p{N}]+(?:[’'-][\p{L}\p{N}]+)*)/u)) {
    const n = Array.from(part).length;
    if (n && /[\p{L}\p{N}]/u.test(part)) out.push({ start: at, end: at + n });
    at += n;
  }
  return out;
}
export const slice = (text: string, m: Mention): string => Array.from(text).slice(m.start, m.end).join('');
