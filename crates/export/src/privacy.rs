//! What leaves of an incident: names of private persons, minors and detainees and the words for unnamed sources do not.
//!
//! It happens once, before any format sees the incident; a format cannot leak what it never got. What was taken out is looked for in
//! everything else that is text (headlines, addresses, words for victims, reasons of joins), which is then taken out, too.

use crate::facts;
use crate::movements::{coarsen, is_movement, is_old_enough};
use crate::secrets::Secrets;
use crate::tables::{is_official, is_people, names_nobody, names_one};
use crate::{Coarsen, Options, Texts};
use diurna_core::codebook::{ActorKind, Mode, Root, SourceKind};
use diurna_core::fold::fold;
use diurna_core::incident::{Account, Field, Harm, Incident, ListField, Party, Value};
use diurna_core::record::Mention;
use std::collections::BTreeMap;

/// Stands for a person who is not named.
pub(crate) const PRIVATE: &str = "private person";
/// Stands for a person detained who is not named.
pub(crate) const DETAINED: &str = "detained person";
/// Stands for words for victims that were left out.
const OF_THEM: &str = "of them";
/// Stands for words of a report that were left out.
pub const LEFT_OUT: &str = "left out";

/// The most code points of a report that are quoted for one value: evidence is words, no passages.
const LONGEST_QUOTE: usize = 160;

/// An incident that may leave.
#[derive(Debug, Clone)]
pub(crate) struct Clean {
    pub(crate) incident: Incident,
    /// What must not be quoted from its reports.
    pub(crate) secrets: Secrets,
    /// Whether more than the words of a value may be quoted.
    pub(crate) context: bool,
}

impl Clean {
    /// The words of a report that give a value, where they may be quoted; `text` is the report's, by code points.
    pub(crate) fn words(&self, value: &str, text: &[char], mention: Mention) -> Option<String> {
        if matches!(value, PRIVATE | DETAINED) || mention.end.saturating_sub(mention.start) > LONGEST_QUOTE {
            return None;
        }
        let exact: String = text.get(mention.start..mention.end)?.iter().collect();
        (!self.secrets.occur_in(&exact)).then_some(exact)
    }
}

/// What came of cleaning.
pub(crate) struct Cleaned {
    /// What may leave.
    pub(crate) incidents: Vec<Clean>,
    /// Ids of movements that were held back.
    pub(crate) withheld: Vec<u64>,
    /// What is secret in any of them.
    pub(crate) secrets: Secrets,
}

/// Cleans all incidents.
pub(crate) fn clean(incidents: &[Incident], texts: &dyn Texts, options: &Options) -> Cleaned {
    let mut out = Vec::new();
    let mut withheld = Vec::new();
    let mut of_reports: BTreeMap<String, Secrets> = BTreeMap::new();
    for incident in incidents {
        let movement = !options.include_movements && is_movement(incident);
        let late = movement && !is_old_enough(incident, options);
        let mut incident = incident.clone();
        let mut secrets = Secrets::default();
        if !options.include_private {
            find(&incident, texts, &mut secrets);
        }
        if let Some(level) = options.coarsen.max(movement.then_some(Coarsen::Admin1)) {
            coarsen(&mut incident, level, texts, &mut secrets);
        }
        // A report tells of several incidents: what is secret in one of them is secret in its headline.
        for report in &incident.reports {
            of_reports.entry(report.id.clone()).or_default().extend(&secrets);
        }
        if late {
            withheld.push(incident.id);
        } else {
            let context = options.include_private && !movement && options.coarsen.is_none();
            out.push(Clean { incident, secrets, context });
        }
    }
    for clean in &mut out {
        for report in &clean.incident.reports {
            if let Some(more) = of_reports.get(&report.id) {
                clean.secrets.extend(more);
            }
        }
        if !options.include_private {
            take_out(&mut clean.incident, texts);
        }
        hide(&mut clean.incident, &clean.secrets);
    }
    let mut secrets = Secrets::default();
    of_reports.values().for_each(|more| secrets.extend(more));
    Cleaned { incidents: out, withheld, secrets }
}

/// Collects the names and descriptions that must not leave.
fn find(incident: &Incident, texts: &dyn Texts, secrets: &mut Secrets) {
    for (party, target) in parties(incident) {
        if is_private(party, target, incident, texts) {
            secrets.name(&party.name);
        }
    }
    for account in accounts(incident) {
        let Some(source) = &account.source else { continue };
        match account.source_kind {
            Some(SourceKind::NamedPerson) => secrets.name(bare(source)),
            _ if source_name(account).is_none() => secrets.phrase(source),
            _ => {}
        }
    }
}

/// The name in the words for a source: what stands before a comma or before where somebody is from.
fn bare(source: &str) -> &str {
    let end = [",", " of ", " from ", " in ", " who "].iter().filter_map(|stop| source.find(stop)).min();
    source.get(..end.unwrap_or(source.len())).unwrap_or(source)
}

/// Every party that is named in an incident, and whether as a target.
fn parties(incident: &Incident) -> impl Iterator<Item = (&Party, bool)> {
    let agents = incident.agents.best.iter().chain(incident.agents.values.iter().map(|v| &v.value));
    let targets = incident.targets.best.iter().chain(incident.targets.values.iter().map(|v| &v.value));
    agents.map(|party| (party, false)).chain(targets.map(|party| (party, true)))
}

/// Whether those acted upon were deprived of their liberty.
fn detains(incident: &Incident) -> bool {
    let held =
        incident.detained.best.as_ref().is_some_and(|harm| harm.low > 0 || harm.high.is_some_and(|n| n > 0));
    held || matches!(
        (incident.r#type, incident.mode),
        (Root::Coerce, Some(Mode::Arrest)) | (Root::Assault, Some(Mode::Kidnapping))
    )
}

/// Whether a party is a person whose name must not leave.
fn is_private(party: &Party, target: bool, incident: &Incident, texts: &dyn Texts) -> bool {
    // "People", "Teachers" are many, and the words name nobody.
    let kind = facts::kind(party);
    let described = matches!(kind, ActorKind::Civilians | ActorKind::Protesters) && is_described(&party.name);
    let one = described || matches!(kind, ActorKind::Person | ActorKind::Unknown);
    if !one || is_plain_noun(&party.name) || is_known_noun(&party.name) {
        return false;
    }
    if target && detains(incident) || is_minor(party, incident, texts) {
        return true;
    }
    (described || party.kind == ActorKind::Person) && !holds_office(party, incident)
}

/// "Farmer Joseph Okello", "the student protester Mira Dell": a name behind a word for one person, whose kind the party has.
fn is_described(name: &str) -> bool {
    let words: Vec<&str> = name
        .split_whitespace()
        .skip_while(|word| matches!(*word, "A" | "An" | "The" | "a" | "an" | "the"))
        .collect();
    (1..=2).any(|n| {
        let named = words.get(n).is_some_and(|w| w.starts_with(char::is_uppercase) && !is_people(w));
        named && names_one(&words[..n].join(" ").to_lowercase())
    })
}

/// "gunman", "a suicide bomber": words for somebody that name and describe nobody.
fn is_plain_noun(name: &str) -> bool {
    let words = name.split_whitespace().filter(|word| !matches!(*word, "a" | "an" | "the"));
    !name.chars().any(char::is_uppercase) && words.count() <= 2
}

/// "Armed men": words for several at the beginning of a sentence, where our lists know them. A single word may be a surname ("Baker"), and
/// words for one person may tell who it is ("Opposition leader").
fn is_known_noun(name: &str) -> bool {
    let pair = name.split_whitespace().count() == 2 && !name.chars().skip(1).any(char::is_uppercase);
    pair && names_nobody(&name.to_lowercase())
}

/// Whether a person is known for a public office: by our data files, by title, or since reports quote the person as an official.
fn holds_office(party: &Party, incident: &Incident) -> bool {
    party.codes.contains_key("diurna")
        || party.codes.contains_key("office")
        || is_official(&party.name)
        || accounts(incident).any(|account| {
            account.source_kind == Some(SourceKind::NamedOfficial)
                && account.source.as_deref().is_some_and(|source| {
                    let (source, name) = (format!(" {} ", fold(source)), format!(" {} ", fold(&party.name)));
                    source.contains(&name)
                })
        })
}

/// Whether the words of a name, or those right behind it in a report, tell an age under eighteen.
fn is_minor(party: &Party, incident: &Incident, texts: &dyn Texts) -> bool {
    if tells_minor(&party.name) {
        return true;
    }
    let values = incident.agents.values.iter().chain(&incident.targets.values);
    values.filter(|v| v.value == *party).flat_map(|v| &v.accounts).any(|account| {
        let Some(text) = texts.text(&account.report) else { return false };
        account.evidence.iter().any(|mention| {
            let before = mention.start.min(24);
            let around: String = text
                .chars()
                .skip(mention.start - before)
                .take(before + mention.end.saturating_sub(mention.start) + 24)
                .collect();
            tells_minor(&around)
        })
    })
}

/// "girl", "13-year-old", "Mira Dell, 12,".
fn tells_minor(words: &str) -> bool {
    let lower = words.to_lowercase();
    let tokens: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty()).collect();
    let child = |token: &&str| {
        matches!(
            *token,
            "boy"
                | "girl"
                | "child"
                | "baby"
                | "infant"
                | "toddler"
                | "teenager"
                | "schoolboy"
                | "schoolgirl"
                | "minor"
        )
    };
    let young = |token: &str| token.parse::<u32>().is_ok_and(|age| age < 18);
    tokens.iter().any(child)
        || tokens.windows(3).any(|t| young(t[0]) && matches!(t[1], "year" | "month") && t[2] == "old")
        || tokens.windows(2).any(|t| t[0] == "aged" && young(t[1]))
        || lower.split(',').skip(1).any(|part| part.len() <= 4 && young(part.trim()))
}

/// Puts a general word in the place of each private name and of each source that must not be described.
fn take_out(incident: &mut Incident, texts: &dyn Texts) {
    let before = incident.clone();
    let detained = detains(&before);
    let replace = |party: &mut Party, target: bool| {
        if is_private(party, target, &before, texts) {
            party.name = if target && detained { DETAINED } else { PRIVATE }.to_string();
            party.codes.clear();
        }
    };
    for (list, target) in [(&mut incident.agents, false), (&mut incident.targets, true)] {
        list.best.iter_mut().for_each(|party| replace(party, target));
        list.values.iter_mut().for_each(|value| replace(&mut value.value, target));
        brought_together(list);
    }
    for_accounts(incident, |account| {
        if account.source.is_some() {
            let name = source_name(account).map(String::from);
            account.source = name.or_else(|| Some(kind_of_source(account.source_kind)));
        }
    });
    for field in harms(incident) {
        for value in &mut field.values {
            plain_who(&mut value.value);
        }
        if let Some(best) = &mut field.best {
            plain_who(best);
        }
    }
}

/// Values that became equal are one, with all accounts. Two persons without names in the best list stay two.
fn brought_together(list: &mut ListField<Party>) {
    let mut values: Vec<Value<Party>> = Vec::new();
    for value in std::mem::take(&mut list.values) {
        match values.iter_mut().find(|v| v.value == value.value) {
            Some(same) => same.accounts.extend(value.accounts),
            None => values.push(value),
        }
    }
    list.values = values;
}

/// The name of a source that may be named: officials with a name, and bodies. A body described with an indefinite article
/// ("a hospital") is a description.
fn source_name(account: &Account) -> Option<&str> {
    let source = account.source.as_deref()?;
    let public = matches!(
        account.source_kind?,
        SourceKind::NamedOfficial
            | SourceKind::Government
            | SourceKind::Military
            | SourceKind::ArmedGroup
            | SourceKind::Organisation
            | SourceKind::Media
    );
    let first = source.split_whitespace().next().unwrap_or_default().to_lowercase();
    let described =
        matches!(first.as_str(), "a" | "an" | "one" | "another" | "some" | "several" | "two" | "three");
    (public && !described).then_some(source)
}

fn kind_of_source(kind: Option<SourceKind>) -> String {
    kind.map_or_else(|| "source".to_string(), |kind| kind.as_str().replace('_', " "))
}

/// Words for victims ("12 Syrian civilians") keep capital letters only in names of peoples. What stands behind other names is kept: "six
/// Marsh Front fighters" are fighters. What a mark sets apart from a name describes its bearer ("Ada Venn, the only midwife") and is
/// not kept. A part of those harmed stays a part.
fn plain_who(harm: &mut Harm) {
    let plain = |word: &&str| {
        word.split(|c: char| !c.is_alphanumeric())
            .all(|part| !part.contains(char::is_uppercase) || is_people(part))
    };
    let Some(who) = &harm.who else { return };
    let mut words: Vec<&str> = who.split_whitespace().rev().take_while(plain).collect();
    words.reverse();
    let whole = words.len() == who.split_whitespace().count();
    let apart = who.contains([',', ';', ':', '(', ')', '–', '—']) || who.contains(" - ");
    let kept = !words.is_empty() && (whole || !apart);
    harm.who = Some(if kept { words.join(" ") } else { OF_THEM.to_string() });
}

/// Takes out every other text that holds a secret, and builds the title anew from what is left.
fn hide(incident: &mut Incident, secrets: &Secrets) {
    for report in &mut incident.reports {
        report.title = report.title.take().filter(|title| !secrets.occur_in(title));
        report.url = report.url.take().filter(|url| !secrets.occur_in_address(url));
        report.publisher = report.publisher.take().filter(|name| !secrets.occur_whole_in(name));
        if report.copy_of.as_deref().is_some_and(|of| secrets.occur_whole_in(of)) {
            report.copy_of = Some(LEFT_OUT.to_string());
        }
        if secrets.occur_in_address(&report.source) {
            report.source.clone_from(&report.id);
        }
    }
    for list in [&mut incident.agents, &mut incident.targets] {
        for party in list.best.iter_mut().chain(list.values.iter_mut().map(|v| &mut v.value)) {
            if !party.codes.contains_key("diurna")
                && !matches!(party.name.as_str(), PRIVATE | DETAINED)
                && secrets.occur_in(&party.name)
            {
                party.name = party.kind.as_str().replace('_', " ");
            }
        }
        brought_together(list);
    }
    incident.instruments.best.retain(|words| !secrets.occur_in(words));
    incident.instruments.values.retain(|value| !secrets.occur_in(&value.value));
    for_accounts(incident, |account| {
        if account.source.as_deref().is_some_and(|source| secrets.occur_in(source)) {
            account.source = Some(kind_of_source(account.source_kind));
        }
    });
    for field in harms(incident) {
        for harm in field.best.iter_mut().chain(field.values.iter_mut().map(|v| &mut v.value)) {
            if harm.who.as_ref().is_some_and(|who| secrets.occur_in(who)) {
                harm.who = Some(OF_THEM.to_string());
            }
        }
    }
    for reason in incident.joined.iter_mut().flat_map(|join| &mut join.reasons) {
        if secrets.occur_in(&reason.words) {
            reason.words = LEFT_OUT.to_string();
        }
    }
    if secrets.occur_in(&incident.title) {
        incident.title = facts::plain_title(incident);
    }
}

fn harms(incident: &mut Incident) -> [&mut Field<Harm>; 4] {
    [&mut incident.killed, &mut incident.injured, &mut incident.missing, &mut incident.detained]
}

/// Every account of an incident.
fn accounts(incident: &Incident) -> impl Iterator<Item = &Account> {
    let parties = incident.agents.values.iter().chain(&incident.targets.values).flat_map(|v| &v.accounts);
    let harms = [&incident.killed, &incident.injured, &incident.missing, &incident.detained];
    let harms = harms.into_iter().flat_map(|field| field.values.iter().flat_map(|v| &v.accounts));
    let when = incident.when.values.iter().flat_map(|v| &v.accounts);
    let place = incident.r#where.values.iter().flat_map(|v| &v.accounts);
    let with = incident.instruments.values.iter().flat_map(|v| &v.accounts);
    parties.chain(harms).chain(when).chain(place).chain(with)
}

/// Changes every account of an incident.
fn for_accounts(incident: &mut Incident, change: impl Fn(&mut Account)) {
    let parties = incident.agents.values.iter_mut().chain(&mut incident.targets.values);
    parties.flat_map(|v| &mut v.accounts).for_each(&change);
    incident.when.values.iter_mut().flat_map(|v| &mut v.accounts).for_each(&change);
    incident.r#where.values.iter_mut().flat_map(|v| &mut v.accounts).for_each(&change);
    incident.instruments.values.iter_mut().flat_map(|v| &mut v.accounts).for_each(&change);
    for field in harms(incident) {
        field.values.iter_mut().flat_map(|v| &mut v.accounts).for_each(&change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages() {
        for words in ["Mira Dell, 12, was", "a 13-year-old", "girl", "Tom Vey, aged 9", "8-month-old Ada"] {
            assert!(tells_minor(words), "{words}");
        }
        for words in ["Mira Dell, 42, was", "killed 12, wounded", "a 30-year-old", "14 people", "Boyd"] {
            assert!(!tells_minor(words), "{words}");
        }
    }

    #[test]
    fn parts_of_a_toll_stay_parts() {
        let plain = |who: &str| {
            let mut harm = Harm {
                kind: diurna_core::HarmKind::Killed,
                low: 2,
                high: Some(2),
                who: Some(who.into()),
                side: None,
            };
            plain_who(&mut harm);
            harm.who.unwrap_or_default()
        };
        assert_eq!(plain("Syrian civilians"), "Syrian civilians");
        assert_eq!(plain("Marsh Front fighters"), "fighters");
        assert_eq!(plain("sons of Mira Dell"), "of them");
        assert_eq!(plain("Mira Dell's sons"), "sons");
        assert_eq!(plain("sons of Mira Dell, aged 9 and 12"), "of them");
        assert_eq!(plain("Ada Venn, the only midwife in the village"), "of them");
        assert_eq!(plain("Ada Venn (the only midwife)"), "of them");
        assert_eq!(plain("civilians, most of them women"), "civilians, most of them women");
    }

    #[test]
    fn a_name_may_stand_behind_a_word_for_one_person() {
        let names =
            ["Farmer Joseph Okello", "trader Ali Moussa", "The student protester Mira Dell", "Student Dell"];
        assert!(names.into_iter().all(is_described));
        let others = [
            "Farmers",
            "Villagers of Gao",
            "Students Union",
            "Farmer",
            "a farmer of Gulu",
            "Resident Syrians",
            "",
        ];
        assert!(!others.into_iter().any(is_described));
    }

    #[test]
    fn nouns_are_no_names() {
        assert!(is_plain_noun("a suicide bomber") && is_plain_noun("gunman"));
        assert!(!is_plain_noun("Gunman") && !is_plain_noun("the brother of the mayor"));
        assert!(is_known_noun("Armed men") && is_known_noun("Masked men"));
        let names = ["Baker", "Bakers", "Mira Dell", "Mira gunmen", "Armed Men", "Opposition leader", ""];
        assert!(!names.into_iter().any(is_known_noun));
        assert_eq!(bare("Ahmed Saleh, a shopkeeper"), "Ahmed Saleh");
        assert_eq!(bare("Dr. Ada Venn of the clinic"), "Dr. Ada Venn");
    }
}
