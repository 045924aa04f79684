// What the server sends. Offsets count code points of the report's text.

export type State = 'new' | 'in_review' | 'second_look' | 'accepted' | 'rejected' | 'published';
export type Role = 'viewer' | 'editor' | 'manager' | 'owner';
export type FieldName =
  | 'type' | 'when' | 'where' | 'agents' | 'targets' | 'instruments'
  | 'killed' | 'injured' | 'missing' | 'detained' | 'status';
export type VerdictKind = 'accepted' | 'edited' | 'disputed' | 'not_stated';
export type RejectReason =
  | 'not_an_event' | 'historical' | 'hypothetical' | 'out_of_scope' | 'wrong_place' | 'duplicate' | 'other';
export type Precision = 'exact' | 'town' | 'district' | 'province' | 'country';

export interface Interval { from: string; to: string }
export interface Range { low: number; high: number | null }
export interface Harm extends Range { kind: string; who: string | null; side: string | null }
export interface Site {
  name: string; geonames: number | null; lat: number | null; lon: number | null;
  country: string | null; admin1: string | null; precision: Precision | null;
}
export interface Party { name: string; kind: string; country: string | null; codes: Record<string, string> }
export interface Mention { start: number; end: number }
/** Words of a report on which a reviewer rests a value. */
export interface Quote extends Mention { report: string; text: string }

export interface Account {
  report: string; event: string; claim: string | null; source: string | null; source_kind: string | null;
  hedged: boolean; published: string | null; copy: boolean; evidence: Mention[];
}
export interface EventRef { report: string; event: string }
export interface IncidentReport {
  source: string; id: string; url: string | null; title: string | null; publisher: string | null;
  published: string | null; events: string[]; background: boolean; copy_of: string | null; distressing?: boolean; private?: boolean;
}
export interface Valued<T> { best: T; differs: boolean; values: { value: unknown; accounts: Account[] }[] }
export interface Incident {
  id: number; type: string; mode: string | null; status: string; title: string; reports: IncidentReport[];
  when: Valued<Interval | null>; where: Valued<Site | null>;
  agents: Valued<Party[]>; targets: Valued<Party[]>; instruments: Valued<string[]>;
  killed: Valued<Harm | null>; injured: Valued<Harm | null>; missing: Valued<Harm | null>; detained: Valued<Harm | null>;
  differs: boolean; responds_to: number[]; score: number;
}

export interface Verdict {
  kind: VerdictKind; value?: unknown; reason?: string | null; evidence?: Quote[]; who: string; time: string;
}
export interface Lock { who: string; until: string }
export interface Cell { text: string; value: unknown; accounts: Account[]; differs: boolean }
export interface FieldView {
  field: FieldName; best: unknown; verdict: Verdict | null; differs: boolean; cells: Record<string, Cell[]>;
}
export interface Reason { words: string; weight: number }
export interface Candidate {
  id: number; title: string; headline?: string | null; when: Interval | null; score: number; reasons: Reason[];
  decided?: boolean | string | null; would?: { reports: number; killed: Range | null; injured: Range | null } | null;
}
export interface TimelineNode {
  id: number; title: string; headline?: string | null; type?: string; mode?: string | null;
  when: Interval | null; killed: Range | null; place?: { name: string } | null;
}
export interface TimelineLink { from: number; to: number; hedged?: boolean; kind?: string; by?: string | null }
export interface Entry {
  seq: number; time: string; who: string; what: string; report: string | null; incident: number | null;
  other: number | null; before: unknown; after: unknown;
}
export interface Comment { who: string; time: string; text: string; about?: string | null }
export interface Link { other: number; kind: 'answers' | 'related' }
export interface Review {
  state: State; lock?: Lock | null; fields: Partial<Record<FieldName, Verdict>>;
  /** By the number of the line of the log that brought it. */
  comments: Record<string, Comment>;
  links: Link[]; private: boolean;
  /** Ids of the reports of which nothing leaves. */
  private_reports?: string[];
  /** Ids of the reports that are distressing. */
  distressing: string[];
  reject?: { reason: RejectReason; note?: string | null } | null;
}
export interface View {
  id: number; moved_from?: number | null; headline?: string | null; revision: number; incident: Incident; best: Incident; review: Review;
  state: State; lock: Lock | null; reports: IncidentReport[]; fields: FieldView[]; candidates: Candidate[];
  timeline: { nodes: TimelineNode[]; links: TimelineLink[] }; history: Entry[];
  next: number | null; prev: number | null; new_report?: boolean;
}

export interface Claim extends Mention {
  id?: string; source: string | null; source_kind: string | null; named: boolean; hedged: boolean; cue: Mention | null;
}
export interface ReportEvent { id: string; type: string; mode: string | null; mentions: Mention[] }
export interface Report {
  id: string; title: string | null; publisher: string | null; published: string | null; url: string | null;
  lang: string | null; dir: 'ltr' | 'rtl' | 'auto' | null; text: string; claims: Claim[]; events: ReportEvent[];
  distressing: boolean;
}

export interface Row {
  id: number; title: string; headline?: string | null; type: string; mode: string | null; status: string;
  state: State; with: string | null;
  place: { name: string; country: string | null; admin1: string | null; precision: Precision | null;
    lat: number | null; lon: number | null } | null;
  when: Interval | null; killed: Range | null; injured: Range | null; reports: number; sources: number;
  differs: FieldName[]; score: number; worth: number; new_report: boolean; distressing: boolean; private: boolean;
}
export interface Page {
  total: number; all: number; states: Partial<Record<State, number>>; chips: Record<Chip, number>;
  countries: [string, number][]; types: [string, number][]; items: Row[];
  /** With the list where it is asked for. */
  map?: MapOf; histogram?: Histogram;
}
export type Chip = 'differs' | 'one_source' | 'low_score' | 'new_report';
export interface Cluster {
  lon: number; lat: number; n: number; deadly: number; cell: string; id?: number | null; precision?: Precision | null;
}
export interface MapOf { clusters: Cluster[]; without: number }
export type By = 'day' | 'week' | 'month';
export interface Histogram { by: By; columns: Bin[] }
export interface Bin { from: string; n: number; deadly: number }
export interface Session {
  user: { name: string; role: Role } | null; open: boolean; version: string; csrf: string; empty: boolean;
  samples: boolean; here: string[];
}

export type Action =
  | { do: 'take' } | { do: 'release' } | { do: 'accept' } | { do: 'publish' }
  | { do: 'reject'; reason: RejectReason; note: string | null }
  | { do: 'second_look'; note: string } | { do: 'reopen'; note: string | null }
  | { do: 'field'; field: FieldName; verdict?: VerdictKind; value?: unknown; reason?: string; evidence?: Quote[]; clear?: boolean }
  | { do: 'comment'; text: string }
  | { do: 'merge'; other: number } | { do: 'not_same'; other: number } | { do: 'split'; events: EventRef[] }
  | { do: 'link' | 'unlink'; other: number; kind: 'answers' | 'related' }
  | { do: 'flag'; what: 'private' | 'distressing'; on: boolean; report?: string }
  | { do: 'undo'; seq: number };
