//! The nouns of a review: states, roles, fields, verdicts, and the review itself.

use diurna_core::incident::EventRef;
use diurna_core::named;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

named! {
    /// How far the review of an incident is.
    #[derive(Default)]
    State {
        /// Nobody has finished with it.
        #[default]
        New = "new",
        /// Somebody works on it.
        InReview = "in_review",
        /// A second person is asked to look.
        SecondLook = "second_look",
        /// A person stands by it.
        Accepted = "accepted",
        /// A person says that it is no incident to keep.
        Rejected = "rejected",
        /// Accepted, and to be published.
        Published = "published",
    }
}

impl State {
    /// Whether work on it is finished, so that it must be reopened before anything is changed.
    #[must_use]
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Accepted | Self::Rejected | Self::Published)
    }
}

named! {
    /// What somebody may do; each may do what those before it may.
    Role {
        /// Read.
        Viewer = "viewer",
        /// Review incidents.
        Editor = "editor",
        /// Accept after a second look, publish, reopen what is published, make public what was private, take over locks.
        Manager = "manager",
        /// Look after users.
        Owner = "owner",
    }
}

named! {
    /// A field that has a verdict of its own.
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    FieldName {
        /// What it was: type and mode.
        Type = "type",
        /// When.
        When = "when",
        /// Where.
        Where = "where",
        /// Who did it.
        Agents = "agents",
        /// To whom or what.
        Targets = "targets",
        /// With what.
        Instruments = "instruments",
        /// Persons dead.
        Killed = "killed",
        /// Persons wounded.
        Injured = "injured",
        /// Persons missing.
        Missing = "missing",
        /// Persons detained.
        Detained = "detained",
        /// Happened, planned, denied …
        Status = "status",
    }
}

named! {
    /// Why an incident is rejected.
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    RejectReason {
        /// Nothing of the kind is told: a figure of speech, a film, a drill.
        NotAnEvent = "not_an_event",
        /// Long ago, only recalled.
        Historical = "historical",
        /// Only supposed.
        Hypothetical = "hypothetical",
        /// Of no concern to this collection.
        OutOfScope = "out_of_scope",
        /// The place is wrong beyond repair.
        WrongPlace = "wrong_place",
        /// Another incident tells the same.
        Duplicate = "duplicate",
        /// As the note says.
        Other = "other",
    }
}

named! {
    /// What a person says of a field.
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    VerdictKind {
        /// It is right.
        Accepted = "accepted",
        /// It is as the verdict says.
        Edited = "edited",
        /// It is doubtful; the reason says why.
        Disputed = "disputed",
        /// No report says it.
        NotStated = "not_stated",
    }
}

named! {
    /// How one incident hangs together with another.
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    LinkKind {
        /// It is an answer to the other.
        Answers = "answers",
        /// They have to do with each other.
        Related = "related",
    }
}

named! {
    /// What readers are warned of or kept from.
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    FlagKind {
        /// Does not leave the database.
        Private = "private",
        /// A report shows or tells what is hard to bear.
        Distressing = "distressing",
    }
}

/// Words of a report, in code points of its text, end-exclusive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Id of the report.
    pub report: String,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words themselves.
    pub text: String,
}

/// What a person says of a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// What is said.
    pub kind: VerdictKind,
    /// The value that the person stands by, in the form of the field's `best`; for `accepted` the value as it was then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The words that it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Who said it.
    pub who: String,
    /// When, ISO 8601 in UTC.
    pub time: String,
}

/// Who has an incident in hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// Who.
    pub who: String,
    /// Until when, ISO 8601 in UTC, unless that person does something.
    pub until: String,
}

/// What was remarked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Who.
    pub who: String,
    /// When, ISO 8601 in UTC.
    pub time: String,
    /// The words.
    pub text: String,
    /// The action that it explains (`second_look`, `reopen`, `split`, `merge`); `None` for a remark of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// Another incident that this one hangs together with, as a person says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Link {
    /// Id of the other.
    pub other: u64,
    /// How.
    pub kind: LinkKind,
}

/// Why an incident was rejected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// Reason.
    pub reason: RejectReason,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Everything that people said of an incident.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// How far it is.
    pub state: State,
    /// Who has it in hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock: Option<Lock>,
    /// What was said of each field; those that are absent stand as the program read them.
    #[serde(default)]
    pub fields: BTreeMap<FieldName, Verdict>,
    /// Remarks by the line of the log that brought them.
    #[serde(default)]
    pub comments: BTreeMap<u64, Comment>,
    /// Links to other incidents.
    #[serde(default)]
    pub links: BTreeSet<Link>,
    /// It does not leave the database.
    #[serde(default)]
    pub private: bool,
    /// Ids of reports of which nothing leaves the database; what other reports tell does.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub private_reports: BTreeSet<String>,
    /// Ids of reports marked as hard to bear; an empty id stands for the whole incident.
    #[serde(default)]
    pub distressing: BTreeSet<String>,
    /// Why it is rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reject: Option<Rejection>,
    /// Line of the log at which it was accepted or rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed_revision: Option<u64>,
    /// Last line of the log that changed the incident itself since people began to work on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<u64>,
    /// The last line of the log that touched each thing: `state`, `private`, `fields/killed`, `comments/12` …
    #[serde(default)]
    pub touched: BTreeMap<String, u64>,
}

impl Review {
    /// Whether the incident has changed since a person finished with it: by later reports, or because people joined, parted or erased
    /// something, or a newer program read its reports anew.
    #[must_use]
    pub fn new_report(&self) -> bool {
        self.reviewed_revision.is_some_and(|seen| self.changed.is_some_and(|changed| changed > seen))
    }
}

/// What somebody does to an incident, as it comes over the wire: `{"do": "field", "field": "killed", …}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Take it in hand.
    Take,
    /// Give it back.
    Release,
    /// Stand by it.
    Accept,
    /// Say that it is not one to keep.
    Reject {
        /// Why.
        reason: RejectReason,
        /// In words; needed where the reason is `other`.
        #[serde(default)]
        note: Option<String>,
    },
    /// Ask a second person.
    SecondLook {
        /// What to look at.
        note: String,
    },
    /// Work on it again.
    Reopen {
        /// Why.
        #[serde(default)]
        note: Option<String>,
    },
    /// Mark it as to be published.
    Publish,
    /// Say something of a field.
    Field {
        /// Which.
        field: FieldName,
        /// What is said; needed unless the verdict is cleared.
        #[serde(default)]
        verdict: Option<VerdictKind>,
        /// The value of an edited field.
        #[serde(default)]
        value: Option<Value>,
        /// Why; needed for `edited` and `disputed`.
        #[serde(default)]
        reason: Option<String>,
        /// The words that it rests on.
        #[serde(default)]
        evidence: Vec<Evidence>,
        /// Take the verdict away.
        #[serde(default)]
        clear: bool,
    },
    /// Remark something.
    Comment {
        /// The words.
        text: String,
    },
    /// Both are one happening.
    Merge {
        /// Id of the other incident.
        other: u64,
    },
    /// They are two happenings.
    NotSame {
        /// Id of the other incident.
        other: u64,
    },
    /// These events are another happening than the rest.
    Split {
        /// Some of its events, not all.
        events: Vec<EventRef>,
    },
    /// They hang together.
    Link {
        /// Id of the other incident.
        other: u64,
        /// How.
        kind: LinkKind,
    },
    /// They do not.
    Unlink {
        /// Id of the other incident.
        other: u64,
        /// How.
        kind: LinkKind,
    },
    /// Warn of it or keep it back, or no longer.
    Flag {
        /// What.
        what: FlagKind,
        /// Whether it is so.
        on: bool,
        /// The report that is private or distressing; without it the whole incident.
        #[serde(default)]
        report: Option<String>,
    },
    /// Take back what a line of the log tells.
    Undo {
        /// Number of the line.
        seq: u64,
    },
}

impl Action {
    /// Its name, as in JSON and after `review.` in the log.
    ///
    /// ```
    /// use diurna_review::Action;
    /// let action: Action = serde_json::from_str(r#"{"do": "second_look", "note": "is the toll right?"}"#).unwrap();
    /// assert_eq!(action.name(), "second_look");
    /// ```
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Take => "take",
            Self::Release => "release",
            Self::Accept => "accept",
            Self::Reject { .. } => "reject",
            Self::SecondLook { .. } => "second_look",
            Self::Reopen { .. } => "reopen",
            Self::Publish => "publish",
            Self::Field { .. } => "field",
            Self::Comment { .. } => "comment",
            Self::Merge { .. } => "merge",
            Self::NotSame { .. } => "not_same",
            Self::Split { .. } => "split",
            Self::Link { .. } => "link",
            Self::Unlink { .. } => "unlink",
            Self::Flag { .. } => "flag",
            Self::Undo { .. } => "undo",
        }
    }
}
