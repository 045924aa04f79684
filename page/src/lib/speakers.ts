// Whether a source has a name. Kinds are those of the record.

const UNNAMED = new Set(['unnamed_official', 'unnamed_person', 'witness']);
export const isNamed = (kind: string | null | undefined): boolean => !!kind && !UNNAMED.has(kind);
