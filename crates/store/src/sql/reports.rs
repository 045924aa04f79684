//! Reports, their versions and their bytes.

use super::plain::{Row, Value};
use super::{Sql, TOGETHER, fixed, together};
use crate::pack::{Digest, Packed, inflate, report_id};
use crate::{Error, Result};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A version of a report.
#[derive(Debug, Clone)]
pub(crate) struct VersionRow {
    pub(crate) id: i64,
    pub(crate) report: i64,
    pub(crate) raw: Digest,
    pub(crate) text: Digest,
    pub(crate) record: Digest,
    pub(crate) source: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) added: String,
    pub(crate) current: bool,
    pub(crate) erased: bool,
}

/// An earlier reading of a version.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) version: i64,
    pub(crate) nth: i64,
    pub(crate) text: Digest,
    pub(crate) record: Digest,
}

const COLUMNS: &str = "id, report, raw, text, record, source, added, current, erased, published";

fn version(r: &Row) -> Result<VersionRow> {
    Ok(VersionRow {
        id: r.int(0)?,
        report: r.int(1)?,
        raw: fixed(r.bytes(2)?)?,
        text: fixed(r.bytes(3)?)?,
        record: fixed(r.bytes(4)?)?,
        source: r.maybe_text(5)?,
        added: r.text(6)?,
        current: r.flag(7)?,
        erased: r.flag(8)?,
        published: r.maybe_text(9)?,
    })
}

impl Sql<'_> {
    /// Keeps bytes, once.
    pub(crate) fn keep(self, payloads: &[&Packed]) -> Result<()> {
        // A plain text is its own text: no statement may write a row twice.
        let once: BTreeMap<&Digest, &&Packed> = payloads.iter().map(|p| (&p.sha256, p)).collect();
        let sql = format!(
            "INSERT INTO payload (sha256, size, data) VALUES {} ON CONFLICT (sha256) DO UPDATE \
             SET data = excluded.data WHERE payload.data IS NULL",
            vec!["(?, ?, ?)"; once.len()].join(", ")
        );
        let mut values: Vec<Value> = Vec::with_capacity(3 * once.len());
        for p in once.into_values() {
            let size = i64::try_from(p.size).unwrap_or(i64::MAX);
            values.extend([p.sha256[..].into(), size.into(), p.data.as_slice().into()]);
        }
        self.run(&sql, &values)?;
        Ok(())
    }

    /// Bytes of that digest; `None` where they were erased.
    pub(crate) fn bytes(self, sha256: &Digest) -> Result<Option<Vec<u8>>> {
        let row =
            self.row("SELECT data FROM payload WHERE sha256 = ? AND data IS NOT NULL", &[sha256[..].into()])?;
        row.map(|r| inflate(r.bytes(0)?)).transpose()
    }

    /// A version that was not erased and whose bytes, text or record are not there.
    pub(crate) fn version_without_bytes(self) -> Result<Option<VersionRow>> {
        let missing = |column: &str| {
            format!("NOT EXISTS (SELECT 1 FROM payload p WHERE p.sha256 = v.{column} AND p.data IS NOT NULL)")
        };
        let missing = ["raw", "text", "record"].map(missing).join(" OR ");
        let sql =
            format!("SELECT {COLUMNS} FROM version v WHERE erased = 0 AND ({missing}) ORDER BY id LIMIT 1");
        self.row(&sql, &[])?.as_ref().map(version).transpose()
    }

    /// Every digest with its bytes, but for those erased.
    pub(crate) fn each_payload(self, mut take: impl FnMut(&[u8], &[u8]) -> Result<()>) -> Result<()> {
        let sql = "SELECT sha256, data FROM payload WHERE data IS NOT NULL";
        self.each(sql, &[], |r| take(r.bytes(0)?, r.bytes(1)?))
    }

    /// Erases bytes that no version needs any more.
    pub(crate) fn forget(self, sha256: &Digest) -> Result<()> {
        let sql = "UPDATE payload SET data = NULL WHERE sha256 = ?1 AND NOT EXISTS \
                   (SELECT 1 FROM version WHERE erased = 0 AND (raw = ?1 OR text = ?1 OR record = ?1)) \
                   AND NOT EXISTS (SELECT 1 FROM reading WHERE text = ?1 OR record = ?1)";
        self.run(sql, &[sha256[..].into()])?;
        Ok(())
    }

    pub(crate) fn version_of_raw(self, raw: &Digest) -> Result<Option<VersionRow>> {
        let sql = format!("SELECT {COLUMNS} FROM version WHERE raw = ?");
        self.row(&sql, &[raw[..].into()])?.as_ref().map(version).transpose()
    }

    /// Those of some raw bytes that are there, by their digests, and whether they were erased.
    pub(crate) fn known(self, raws: &[&[u8]]) -> Result<HashMap<Digest, bool>> {
        let mut out = HashMap::new();
        for part in raws.chunks(TOGETHER) {
            let (places, values) = together(part);
            let sql = format!("SELECT raw, erased FROM version WHERE raw IN ({places})");
            for r in self.rows(&sql, &values)? {
                out.insert(fixed(r.bytes(0)?)?, r.flag(1)?);
            }
        }
        Ok(out)
    }

    /// The JSON of the record of a version, and its text; `None` where it was erased.
    pub(crate) fn told_in(self, version: i64) -> Result<Option<[Vec<u8>; 2]>> {
        let sql = "SELECT v.erased, v.raw, r.data, t.data FROM version v LEFT JOIN payload r ON r.sha256 = v.record \
                   LEFT JOIN payload t ON t.sha256 = v.text WHERE v.id = ?";
        let row = self.row(sql, &[version.into()])?;
        let row = row.ok_or_else(|| Error::damaged("a version is missing"))?;
        if row.flag(0)? {
            return Ok(None);
        }
        if row.is_null(2) || row.is_null(3) {
            return Err(Error::damaged(format!("the record of {} is missing", report_id(row.bytes(1)?))));
        }
        Ok(Some([inflate(row.bytes(2)?)?, inflate(row.bytes(3)?)?]))
    }

    /// The other versions of the reports that have one of these, each with that one.
    pub(crate) fn versions_beside(self, raws: &[&[u8]]) -> Result<Vec<(Digest, Digest)>> {
        let mut out = Vec::new();
        for part in raws.chunks(TOGETHER) {
            let (places, values) = together(part);
            let sql = format!(
                "SELECT v.raw, o.raw FROM version v JOIN version o ON o.report = v.report \
                 WHERE v.raw IN ({places}) AND o.id <> v.id ORDER BY v.id, o.id"
            );
            for r in self.rows(&sql, &values)? {
                out.push((fixed(r.bytes(0)?)?, fixed(r.bytes(1)?)?));
            }
        }
        Ok(out)
    }

    /// The versions of a report, oldest first.
    pub(crate) fn versions(self, report: i64) -> Result<Vec<VersionRow>> {
        let sql = format!("SELECT {COLUMNS} FROM version WHERE report = ? ORDER BY id");
        self.rows(&sql, &[report.into()])?.iter().map(version).collect()
    }

    /// Every version, oldest first.
    pub(crate) fn all_versions(self) -> Result<Vec<VersionRow>> {
        let mut out = Vec::new();
        self.each(&format!("SELECT {COLUMNS} FROM version ORDER BY id"), &[], |r| {
            out.push(version(&r)?);
            Ok(())
        })?;
        Ok(out)
    }

    /// Every number of a report.
    pub(crate) fn all_reports(self) -> Result<Vec<i64>> {
        self.ints("SELECT id FROM report", &[])
    }

    /// Every earlier reading, by version, oldest first.
    pub(crate) fn all_readings(self) -> Result<Vec<Reading>> {
        let rows = self.rows("SELECT version, nth, text, record FROM reading ORDER BY version, nth", &[])?;
        let one = |r: &Row| {
            let (version, nth) = (r.int(0)?, r.int(1)?);
            Ok(Reading { version, nth, text: fixed(r.bytes(2)?)?, record: fixed(r.bytes(3)?)? })
        };
        rows.iter().map(one).collect()
    }

    /// Every key under which a report is known.
    pub(crate) fn all_keys(self) -> Result<BTreeMap<String, i64>> {
        let rows = self.rows("SELECT key, report FROM report_key", &[])?;
        rows.iter().map(|r| Ok((r.text(0)?, r.int(1)?))).collect()
    }

    /// The versions of that source, or whose id begins so.
    pub(crate) fn versions_named(self, name: &str) -> Result<Vec<VersionRow>> {
        let sql =
            format!("SELECT {COLUMNS} FROM version WHERE source = ? OR (raw >= ? AND raw <= ?) ORDER BY id");
        let (first, last) = name.strip_prefix("sha256:").and_then(between).unzip();
        let digest = |d: Option<Digest>| d.map_or(Value::Null, |d| d[..].into());
        self.rows(&sql, &[name.into(), digest(first), digest(last)])?.iter().map(version).collect()
    }

    pub(crate) fn report_of_key(self, key: &str) -> Result<Option<i64>> {
        self.row("SELECT report FROM report_key WHERE key = ?", &[key.into()])?.map(|r| r.int(0)).transpose()
    }

    /// Those of some keys under which a report is known, each with it.
    pub(crate) fn keyed(self, keys: &[String]) -> Result<BTreeMap<String, i64>> {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let mut out = BTreeMap::new();
        for part in keys.chunks(TOGETHER) {
            let (places, values) = together(part);
            let sql = format!("SELECT key, report FROM report_key WHERE key IN ({places})");
            for r in self.rows(&sql, &values)? {
                out.insert(r.text(0)?, r.int(1)?);
            }
        }
        Ok(out)
    }

    /// The reports that are known under some of these keys, the oldest first.
    pub(crate) fn reports_of_keys(self, keys: &[&str]) -> Result<BTreeSet<i64>> {
        let mut out = BTreeSet::new();
        for part in keys.chunks(TOGETHER) {
            let (places, values) = together(part);
            out.extend(
                self.ints(&format!("SELECT report FROM report_key WHERE key IN ({places})"), &values)?,
            );
        }
        Ok(out)
    }

    pub(crate) fn new_report(self) -> Result<i64> {
        self.one("INSERT INTO report DEFAULT VALUES RETURNING id", &[])?.int(0)
    }

    /// Lets a report be known under keys; what others are known under stays theirs.
    pub(crate) fn add_keys(self, keys: &[String], report: i64) -> Result<()> {
        if keys.is_empty() {
            return Ok(());
        }
        let rows = vec!["(?, ?)"; keys.len()].join(", ");
        let sql = format!("INSERT INTO report_key (key, report) VALUES {rows} ON CONFLICT DO NOTHING");
        let values = keys.iter().flat_map(|key| [key.as_str().into(), report.into()]);
        self.run(&sql, &values.collect::<Vec<Value>>())?;
        Ok(())
    }

    pub(crate) fn drop_keys(self, report: i64) -> Result<()> {
        self.run("DELETE FROM report_key WHERE report = ?", &[report.into()])?;
        Ok(())
    }

    /// Takes it from the versions of a report to be the current one.
    pub(crate) fn outdate(self, report: i64) -> Result<()> {
        self.run("UPDATE version SET current = 0 WHERE report = ?", &[report.into()])?;
        Ok(())
    }

    /// Adds a version that is the current one of its report.
    pub(crate) fn add_version(
        self,
        report: i64,
        digests: [&Digest; 3],
        source: &str,
        published: Option<&str>,
        added: &str,
    ) -> Result<i64> {
        let sql = "INSERT INTO version (report, raw, text, record, source, published, added, current) \
                   VALUES (?, ?, ?, ?, ?, ?, ?, 1) RETURNING id";
        let [raw, text, record] = digests.map(|d| d[..].into());
        let values = [report.into(), raw, text, record, source.into(), published.into(), added.into()];
        self.one(sql, &values)?.int(0)
    }

    /// Keeps what was read in a version as an earlier reading; gives its number.
    pub(crate) fn keep_reading(self, v: &VersionRow, until: &str) -> Result<i64> {
        let sql = "SELECT coalesce(max(nth), 0) + 1 FROM reading WHERE version = ?";
        let nth = self.one(sql, &[v.id.into()])?.int(0)?;
        let sql = "INSERT INTO reading (version, nth, text, record, until) VALUES (?, ?, ?, ?, ?)";
        let values = [v.id.into(), nth.into(), v.text[..].into(), v.record[..].into(), until.into()];
        self.run(sql, &values)?;
        Ok(nth)
    }

    /// Sets what is read in a version from now on: the digests of its text and its record.
    pub(crate) fn set_reading(
        self,
        version: i64,
        digests: [&Digest; 2],
        published: Option<&str>,
    ) -> Result<()> {
        let [text, record] = digests.map(|d| d[..].into());
        let sql = "UPDATE version SET text = ?, record = ?, published = ? WHERE id = ?";
        self.run(sql, &[text, record, published.into(), version.into()])?;
        Ok(())
    }

    /// Takes the earlier readings of a version away; gives the digests of what they held.
    pub(crate) fn drop_readings(self, version: i64) -> Result<Vec<Digest>> {
        let rows = self.rows("SELECT text, record FROM reading WHERE version = ?", &[version.into()])?;
        self.run("DELETE FROM reading WHERE version = ?", &[version.into()])?;
        let mut out = Vec::new();
        for row in &rows {
            out.extend([fixed(row.bytes(0)?)?, fixed(row.bytes(1)?)?]);
        }
        Ok(out)
    }

    pub(crate) fn mark_erased(self, version: i64) -> Result<()> {
        let sql = "UPDATE version SET erased = 1, current = 0, source = NULL, published = NULL WHERE id = ?";
        self.run(sql, &[version.into()])?;
        Ok(())
    }

    /// Number of reports with at least one version that is not erased.
    pub(crate) fn count_reports(self) -> Result<u64> {
        self.one("SELECT count(*) FROM version WHERE current = 1", &[])?.int(0).map(super::id)
    }
}

/// The first and the last digest that begins with these hexadecimal digits.
fn between(start: &str) -> Option<(Digest, Digest)> {
    if start.is_empty() || start.len() > 64 || !start.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let filled = |with: &str| crate::pack::unhex(&format!("{start}{}", with.repeat(64 - start.len())));
    Some((filled("0")?, filled("f")?))
}

#[cfg(test)]
mod tests {
    use super::between;

    #[test]
    fn digests_that_begin_so() {
        let (first, last) = between("A0f").unwrap();
        assert_eq!((first[0], first[1], first[31]), (0xa0, 0xf0, 0));
        assert_eq!((last[0], last[1], last[31]), (0xa0, 0xff, 0xff));
        assert_eq!(between(""), None);
        assert_eq!(between("xy"), None);
        assert_eq!(between(&"0".repeat(65)), None);
        assert_eq!(between(&"7".repeat(64)), Some(([0x77; 32], [0x77; 32])));
    }
}
