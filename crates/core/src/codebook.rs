//! The closed lists of the codebook: types, modes, statuses, kinds.
//!
//! The sixteen roots follow PLOVER (Halterman et al., 2023) with our own names where a PLOVER root
//! was split; `codes` maps them onto PLOVER, CAMEO, ACLED and UCDP.

/// A closed list of names: an enum whose values have one name each, in JSON and in data files. The crate that calls it depends
/// on `serde`.
///
/// ```
/// diurna_core::named! {
///     /// A side of the road.
///     Road {
///         /// Left.
///         Left = "left",
///         /// Right.
///         Right = "right",
///     }
/// }
/// assert_eq!((Road::parse("left"), Road::Right.as_str(), Road::ALL.len()), (Some(Road::Left), "right", 2));
/// ```
#[macro_export]
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in JSON and in data files.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The value of that name, or `None`.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

macro_rules! closed_list {
    ($($list:tt)*) => {
        $crate::named! { #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))] $($list)* }
    };
}

closed_list! {
    /// What became of persons.
    HarmKind {
        /// Dead.
        Killed = "killed",
        /// Wounded.
        Injured = "injured",
        /// Missing.
        Missing = "missing",
        /// Arrested, captured, taken hostage.
        Detained = "detained",
    }
}

closed_list! {
    /// Whose side persons harmed were on.
    Side {
        /// Of those who acted.
        Agent = "agent",
        /// Of those acted upon.
        Target = "target",
        /// Bystanders and others.
        Other = "other",
    }
}

closed_list! {
    /// What kind of interaction an event is.
    Root {
        /// Promise or agree.
        Agree = "AGREE",
        /// Meet, talk, negotiate.
        Consult = "CONSULT",
        /// Diplomatic support, praise, recognition.
        Support = "SUPPORT",
        /// Share intelligence, exercise jointly.
        Cooperate = "COOPERATE",
        /// Material, humanitarian or military aid.
        Aid = "AID",
        /// Concede, release, cease fire, withdraw under pressure.
        Yield = "YIELD",
        /// Demand or appeal.
        Request = "REQUEST",
        /// Blame, investigate, condemn.
        Accuse = "ACCUSE",
        /// Refuse or veto.
        Reject = "REJECT",
        /// Warn of force.
        Threaten = "THREATEN",
        /// Demonstrate, riot, strike.
        Protest = "PROTEST",
        /// Expel, embargo, cut ties.
        Sanction = "SANCTION",
        /// Deploy or alert troops.
        Mobilize = "MOBILIZE",
        /// Arrest, impose curfew, seize, block, restrict.
        Coerce = "COERCE",
        /// Any physical attack.
        Assault = "ASSAULT",
        /// Surrender or withdraw.
        Retreat = "RETREAT",
    }
}

impl Root {
    /// Whether it happens somewhere, rather than being said.
    ///
    /// ```
    /// use diurna_core::Root;
    /// assert!(Root::Protest.is_physical() && !Root::Accuse.is_physical());
    /// ```
    #[must_use]
    pub fn is_physical(self) -> bool {
        matches!(
            self,
            Self::Assault
                | Self::Protest
                | Self::Coerce
                | Self::Mobilize
                | Self::Retreat
                | Self::Aid
                | Self::Yield
                | Self::Consult
                | Self::Cooperate
        )
    }
}

closed_list! {
    /// How an ASSAULT, PROTEST, COERCE or MOBILIZE was done; other roots have no mode.
    Mode {
        /// From aircraft or drone.
        Aerial = "aerial",
        /// Missile or rocket.
        MissileRocket = "missile_rocket",
        /// Artillery, mortar, tank fire.
        Artillery = "artillery",
        /// Planted or thrown explosive.
        Bombing = "bombing",
        /// Car bomb whose bomber is not said to die.
        CarBomb = "car_bomb",
        /// Suicide attack, by vehicle too.
        Suicide = "suicide",
        /// Firearms.
        Firearms = "firearms",
        /// Two-sided armed clash.
        ArmedClash = "armed_clash",
        /// Stabbing.
        Stabbing = "stabbing",
        /// Arson.
        Arson = "arson",
        /// Kidnapping, hostage taking.
        Kidnapping = "kidnapping",
        /// Beating.
        Beating = "beating",
        /// Sexual violence.
        Sexual = "sexual",
        /// Chemical weapons.
        Chemical = "chemical",
        /// Vehicle ramming.
        Ramming = "ramming",
        /// Demonstration.
        Demonstration = "demonstration",
        /// Riot.
        Riot = "riot",
        /// Labour strike, shutdown.
        Strike = "strike",
        /// Blockade.
        Blockade = "blockade",
        /// Hunger strike.
        HungerStrike = "hunger_strike",
        /// Arrest, detention.
        Arrest = "arrest",
        /// Curfew.
        Curfew = "curfew",
        /// Seizure of goods, places, territory.
        Seizure = "seizure",
        /// Censorship.
        Censorship = "censorship",
        /// Troops deployed.
        Troops = "troops",
        /// Forces put on alert.
        Alert = "alert",
        /// None of the above.
        Other = "other",
    }
}

impl Mode {
    /// Whether a vehicle is the weapon: "a truck attack" may be a car bomb or a ramming.
    ///
    /// ```
    /// use diurna_core::Mode;
    /// assert!(Mode::CarBomb.is_by_vehicle() && Mode::Ramming.is_by_vehicle() && !Mode::Bombing.is_by_vehicle());
    /// ```
    #[must_use]
    pub fn is_by_vehicle(self) -> bool {
        matches!(self, Self::CarBomb | Self::Ramming)
    }
}

closed_list! {
    /// How the report presents an event.
    Status {
        /// It took place.
        Happened = "happened",
        /// It is going on.
        Ongoing = "ongoing",
        /// It is planned or announced.
        Planned = "planned",
        /// It is threatened.
        Threatened = "threatened",
        /// It is demanded.
        Demanded = "demanded",
        /// It is denied.
        Denied = "denied",
        /// It is only supposed.
        Hypothetical = "hypothetical",
    }
}

closed_list! {
    /// What kind of actor somebody or something is.
    ActorKind {
        /// State, government, ministry, court.
        State = "state",
        /// Armed forces.
        Military = "military",
        /// Police and gendarmerie.
        Police = "police",
        /// Non-state armed group.
        ArmedGroup = "armed_group",
        /// Protesters, rioters, strikers.
        Protesters = "protesters",
        /// Civilians as a group.
        Civilians = "civilians",
        /// A single person.
        Person = "person",
        /// Organisation, party, NGO.
        Organisation = "organisation",
        /// Intergovernmental organisation, coalition.
        Igo = "igo",
        /// Company.
        Company = "company",
        /// News agency or outlet.
        Media = "media",
        /// Cannot be said from the words.
        Unknown = "unknown",
    }
}

closed_list! {
    /// What kind of source a claim comes from.
    SourceKind {
        /// Official named in the report.
        NamedOfficial = "named_official",
        /// Official without a name.
        UnnamedOfficial = "unnamed_official",
        /// Other person named in the report.
        NamedPerson = "named_person",
        /// Other person without a name.
        UnnamedPerson = "unnamed_person",
        /// Government, ministry, police, local authority as a body.
        Government = "government",
        /// Armed forces as a body.
        Military = "military",
        /// Armed group or its spokesman.
        ArmedGroup = "armed_group",
        /// Organisation.
        Organisation = "organisation",
        /// News outlet.
        Media = "media",
        /// Witness.
        Witness = "witness",
        /// Document, statement, report.
        Document = "document",
        /// Expert.
        Expert = "expert",
    }
}

closed_list! {
    /// Whether a claim is quoted.
    Form {
        /// In quotation marks throughout.
        Direct = "direct",
        /// Told in the reporter's words.
        Indirect = "indirect",
        /// Reporter's words with quoted parts.
        Mixed = "mixed",
    }
}

closed_list! {
    /// What a span does in the event that a trigger names.
    Role {
        /// Who did it.
        Agent = "agent",
        /// To whom or what it was done.
        Target = "target",
        /// With what.
        Instrument = "instrument",
        /// Where.
        Place = "place",
        /// When.
        Time = "time",
        /// Words that give the dead.
        Killed = "killed",
        /// Words that give the wounded.
        Injured = "injured",
        /// Words that give the missing.
        Missing = "missing",
        /// Words that give those arrested, captured or taken hostage.
        Detained = "detained",
    }
}

impl Role {
    /// What became of persons, where the words give a number of them.
    ///
    /// ```
    /// use diurna_core::{HarmKind, Role};
    /// assert_eq!(Role::Missing.harm(), Some(HarmKind::Missing));
    /// assert_eq!(Role::Agent.harm(), None);
    /// ```
    #[must_use]
    pub fn harm(self) -> Option<HarmKind> {
        match self {
            Self::Killed => Some(HarmKind::Killed),
            Self::Injured => Some(HarmKind::Injured),
            Self::Missing => Some(HarmKind::Missing),
            Self::Detained => Some(HarmKind::Detained),
            Self::Agent | Self::Target | Self::Instrument | Self::Place | Self::Time => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        assert_eq!(Root::ALL.len(), 16);
        for root in Root::ALL {
            assert_eq!(Root::parse(root.as_str()), Some(*root));
        }
        assert_eq!(Mode::parse("car_bomb"), Some(Mode::CarBomb));
        assert_eq!(Mode::parse("CAR_BOMB"), None);
        assert_eq!(SourceKind::UnnamedOfficial.to_string(), "unnamed_official");
    }
}
