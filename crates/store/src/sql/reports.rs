//! Reports, their versions and their bytes.

use super::{Sql, fixed};
use crate::pack::{Digest, Packed, inflate};
use crate::{Error, Result};
use rusqlite::{OptionalExtension, Row, params};

/// A version of a report.
#[derive(Debug, Clone)]
pub(crate) struct VersionRow {
    pub(crate) id: i64,
    pub(crate) report: i64,
    pub(crate) raw: Digest,
    pub(crate) text: Digest,
    pub(crate) record: Digest,
    pub(crate) source: Option<String>,
    pub(crate) added: String,
    pub(crate) current: bool,
    pub(crate) erased: bool,
}

type Raw = (i64, i64, [Vec<u8>; 3], Option<String>, String, bool, bool);

const COLUMNS: &str = "id, report, raw, text, record, source, added, current, erased";

fn raw(r: &Row<'_>) -> rusqlite::Result<Raw> {
    let digests = [r.get(2)?, r.get(3)?, r.get(4)?];
    Ok((r.get(0)?, r.get(1)?, digests, r.get(5)?, r.get(6)?, r.get(7)?, r.get(8)?))
}

fn row((id, report, [raw, text, record], source, added, current, erased): Raw) -> Result<VersionRow> {
    let (raw, text, record) = (fixed(&raw)?, fixed(&text)?, fixed(&record)?);
    Ok(VersionRow { id, report, raw, text, record, source, added, current, erased })
}

impl Sql<'_> {
    /// Keeps bytes, once.
    pub(crate) fn keep(self, p: &Packed) -> Result<()> {
        let sql = "INSERT INTO payload (sha256, size, data) VALUES (?, ?, ?) ON CONFLICT DO UPDATE \
                   SET data = excluded.data WHERE data IS NULL";
        let size = i64::try_from(p.size).unwrap_or(i64::MAX);
        self.0.prepare_cached(sql)?.execute(params![&p.sha256[..], size, p.data])?;
        Ok(())
    }

    /// Bytes of that digest; `None` where they were erased.
    pub(crate) fn bytes(self, sha256: &Digest) -> Result<Option<Vec<u8>>> {
        let mut q = self.0.prepare_cached("SELECT data FROM payload WHERE sha256 = ?")?;
        let data = q.query_row([&sha256[..]], |r| r.get::<_, Option<Vec<u8>>>(0)).optional()?;
        data.flatten().map(|d| inflate(&d)).transpose()
    }

    /// Whether the bytes of that digest are there.
    pub(crate) fn has_bytes(self, sha256: &Digest) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM payload WHERE sha256 = ? AND data IS NOT NULL)";
        Ok(self.0.prepare_cached(sql)?.query_row([&sha256[..]], |r| r.get(0))?)
    }

    /// Copies the write-ahead log back and cuts it; `false` where others read and hold it.
    pub(crate) fn checkpoint(self) -> Result<bool> {
        let busy: bool = self.0.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0))?;
        Ok(!busy)
    }

    /// Every digest with its bytes; `None` for those erased.
    pub(crate) fn each_payload(self, mut take: impl FnMut(&[u8], Option<&[u8]>) -> Result<()>) -> Result<()> {
        let mut q = self.0.prepare("SELECT sha256, data FROM payload")?;
        let mut rows = q.query([])?;
        while let Some(r) = rows.next()? {
            let data: Option<Vec<u8>> = r.get(1)?;
            take(&r.get::<_, Vec<u8>>(0)?, data.as_deref())?;
        }
        Ok(())
    }

    /// Erases bytes that no version needs any more.
    pub(crate) fn forget(self, sha256: &Digest) -> Result<()> {
        let sql = "UPDATE payload SET data = NULL WHERE sha256 = ?1 AND NOT EXISTS \
                   (SELECT 1 FROM version WHERE erased = 0 AND (raw = ?1 OR text = ?1 OR record = ?1))";
        self.0.prepare_cached(sql)?.execute([&sha256[..]])?;
        Ok(())
    }

    pub(crate) fn version_of_raw(self, raw_digest: &Digest) -> Result<Option<VersionRow>> {
        let mut q = self.0.prepare_cached(&format!("SELECT {COLUMNS} FROM version WHERE raw = ?"))?;
        q.query_row([&raw_digest[..]], raw).optional()?.map(row).transpose()
    }

    pub(crate) fn version(self, id: i64) -> Result<VersionRow> {
        let mut q = self.0.prepare_cached(&format!("SELECT {COLUMNS} FROM version WHERE id = ?"))?;
        row(q.query_row([id], raw).optional()?.ok_or_else(|| Error::damaged("a version is missing"))?)
    }

    /// The versions of a report, oldest first.
    pub(crate) fn versions(self, report: i64) -> Result<Vec<VersionRow>> {
        let mut q =
            self.0.prepare_cached(&format!("SELECT {COLUMNS} FROM version WHERE report = ? ORDER BY id"))?;
        let rows = q.query_map([report], raw)?.collect::<rusqlite::Result<Vec<_>>>()?;
        rows.into_iter().map(row).collect()
    }

    /// Every version, oldest first.
    pub(crate) fn all_versions(self) -> Result<Vec<VersionRow>> {
        let mut q = self.0.prepare(&format!("SELECT {COLUMNS} FROM version ORDER BY id"))?;
        let rows = q.query_map([], raw)?.collect::<rusqlite::Result<Vec<_>>>()?;
        rows.into_iter().map(row).collect()
    }

    /// The versions of that source, or whose id begins so.
    pub(crate) fn versions_named(self, name: &str) -> Result<Vec<VersionRow>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM version WHERE source = ?1 OR (?2 <> '' AND lower(hex(raw)) LIKE ?2 || '%') ORDER BY id"
        );
        let start = name.strip_prefix("sha256:").filter(|h| h.bytes().all(|b| b.is_ascii_hexdigit()));
        let mut q = self.0.prepare_cached(&sql)?;
        let rows = q.query_map(params![name, start.unwrap_or("").to_lowercase()], raw)?;
        rows.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().map(row).collect()
    }

    pub(crate) fn report_of_key(self, key: &str) -> Result<Option<i64>> {
        let mut q = self.0.prepare_cached("SELECT report FROM report_key WHERE key = ?")?;
        Ok(q.query_row([key], |r| r.get(0)).optional()?)
    }

    /// The keys of a report.
    pub(crate) fn keys_of_report(self, report: i64) -> Result<Vec<String>> {
        let mut q = self.0.prepare_cached("SELECT key FROM report_key WHERE report = ? ORDER BY key")?;
        let keys = q.query_map([report], |r| r.get(0))?;
        Ok(keys.collect::<rusqlite::Result<_>>()?)
    }

    pub(crate) fn new_report(self) -> Result<i64> {
        self.0.prepare_cached("INSERT INTO report DEFAULT VALUES")?.execute([])?;
        Ok(self.0.last_insert_rowid())
    }

    pub(crate) fn add_key(self, key: &str, report: i64) -> Result<()> {
        let sql = "INSERT INTO report_key (key, report) VALUES (?, ?) ON CONFLICT DO NOTHING";
        self.0.prepare_cached(sql)?.execute(params![key, report])?;
        Ok(())
    }

    pub(crate) fn drop_keys(self, report: i64) -> Result<()> {
        self.0.prepare_cached("DELETE FROM report_key WHERE report = ?")?.execute([report])?;
        Ok(())
    }

    /// Adds a version, the only current one of its report from now on.
    pub(crate) fn add_version(
        self,
        report: i64,
        digests: [&Digest; 3],
        source: &str,
        published: Option<&str>,
        added: &str,
    ) -> Result<i64> {
        self.0.prepare_cached("UPDATE version SET current = 0 WHERE report = ?")?.execute([report])?;
        let sql = "INSERT INTO version (report, raw, text, record, source, published, added, current) \
                   VALUES (?, ?, ?, ?, ?, ?, ?, 1)";
        let [raw, text, record] = digests.map(|d| &d[..]);
        self.0.prepare_cached(sql)?.execute(params![report, raw, text, record, source, published, added])?;
        Ok(self.0.last_insert_rowid())
    }

    pub(crate) fn mark_erased(self, version: i64) -> Result<()> {
        let sql = "UPDATE version SET erased = 1, current = 0, source = NULL, published = NULL WHERE id = ?";
        self.0.prepare_cached(sql)?.execute([version])?;
        Ok(())
    }

    pub(crate) fn add_words(self, version: i64, title: &str, text: &str) -> Result<()> {
        let sql = "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)";
        self.0.prepare_cached(sql)?.execute(params![version, title, text])?;
        Ok(())
    }

    pub(crate) fn drop_words(self, version: i64) -> Result<()> {
        self.0.prepare_cached("DELETE FROM words WHERE rowid = ?")?.execute([version])?;
        Ok(())
    }

    /// Writes the index of words anew, so that nothing of dropped words is left in the file.
    pub(crate) fn rewrite_words(self) -> Result<()> {
        Ok(self.0.execute_batch("INSERT INTO words (words) VALUES ('optimize')")?)
    }

    /// Number of reports with at least one version that is not erased.
    pub(crate) fn count_reports(self) -> Result<u64> {
        let sql = "SELECT count(*) FROM version WHERE current = 1";
        Ok(self.0.prepare_cached(sql)?.query_row([], |r| r.get::<_, i64>(0)).map(super::id)?)
    }

    /// What SQLite finds wrong with its own file; empty where nothing.
    pub(crate) fn integrity(self) -> Result<Vec<String>> {
        let mut q = self.0.prepare("PRAGMA integrity_check(20)")?;
        let found = q.query_map([], |r| r.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(found.into_iter().filter(|w| w != "ok").collect())
    }
}
