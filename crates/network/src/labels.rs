//! The labels that the network tells apart, in the order of its outputs (`train/reader/labels.py`).

use diurna_core::{Mode, Role, Root, Status};

/// Kind of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// Person, without title.
    Person,
    /// Organisation: parties, ministries, armies, armed groups, media.
    Organisation,
    /// Country, province, town: a place with a government.
    GeoPolitical,
    /// Mountain, river, sea, region without a government.
    Location,
    /// Named building, bridge, airport, camp.
    Facility,
    /// Nationality, religion, people.
    Group,
    /// Weapon, named or common.
    Weapon,
    /// Vehicle, vessel or aircraft, named or common.
    Vehicle,
}

impl NameKind {
    /// All kinds in the order of the network's outputs.
    pub const ALL: [Self; 8] = [
        Self::Person,
        Self::Organisation,
        Self::GeoPolitical,
        Self::Location,
        Self::Facility,
        Self::Group,
        Self::Weapon,
        Self::Vehicle,
    ];

    /// The label used in data files: PER, ORG, GPE, LOC, FAC, GRP, WEA, VEH.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Person => "PER",
            Self::Organisation => "ORG",
            Self::GeoPolitical => "GPE",
            Self::Location => "LOC",
            Self::Facility => "FAC",
            Self::Group => "GRP",
            Self::Weapon => "WEA",
            Self::Vehicle => "VEH",
        }
    }
}

/// Role fillers of MUC-4, told for a whole report rather than for a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Filler {
    /// Perpetrator: a person.
    PerpInd,
    /// Perpetrator: an organisation.
    PerpOrg,
    /// Physical target.
    Target,
    /// Human target.
    Victim,
    /// Weapon.
    Weapon,
}

impl Filler {
    /// All fillers in the order of the network's outputs.
    pub const ALL: [Self; 5] = [Self::PerpInd, Self::PerpOrg, Self::Target, Self::Victim, Self::Weapon];

    /// The name used by the role-filler literature.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::PerpInd => "PerpInd",
            Self::PerpOrg => "PerpOrg",
            Self::Target => "Target",
            Self::Victim => "Victim",
            Self::Weapon => "Weapon",
        }
    }
}

/// Roots with their modes, in the order of the network's outputs.
pub(crate) const ROOT_MODES: &[(Root, &[Mode])] = &[
    (
        Root::Assault,
        &[
            Mode::Aerial,
            Mode::MissileRocket,
            Mode::Artillery,
            Mode::Bombing,
            Mode::CarBomb,
            Mode::Suicide,
            Mode::Firearms,
            Mode::ArmedClash,
            Mode::Stabbing,
            Mode::Arson,
            Mode::Kidnapping,
            Mode::Beating,
            Mode::Sexual,
            Mode::Chemical,
            Mode::Ramming,
            Mode::Other,
        ],
    ),
    (
        Root::Protest,
        &[Mode::Demonstration, Mode::Riot, Mode::Strike, Mode::Blockade, Mode::HungerStrike, Mode::Other],
    ),
    (
        Root::Coerce,
        &[Mode::Arrest, Mode::Curfew, Mode::Seizure, Mode::Blockade, Mode::Censorship, Mode::Other],
    ),
    (Root::Mobilize, &[Mode::Troops, Mode::Alert, Mode::Other]),
];

/// Statuses in the order of the network's outputs.
pub(crate) const STATUSES: [Status; 7] = [
    Status::Happened,
    Status::Ongoing,
    Status::Planned,
    Status::Threatened,
    Status::Demanded,
    Status::Denied,
    Status::Hypothetical,
];

/// Roles in the order of the pair network's outputs; source, content, answers and same follow.
pub(crate) const ROLES: [Role; 7] =
    [Role::Agent, Role::Target, Role::Instrument, Role::Place, Role::Time, Role::Killed, Role::Injured];
pub(crate) const SOURCE: usize = 7;
pub(crate) const CONTENT: usize = 8;
pub(crate) const ANSWERS: usize = 9;
pub(crate) const SAME: usize = 10;
pub(crate) const PAIRS: usize = 11;
