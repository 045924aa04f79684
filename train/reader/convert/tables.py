"""Tables of the event converters: types and roles of other sets in our labels."""

# WikiEvents (KAIROS types, cut to two levels) -> root and mode. What is missing here is `ignore`: no statement.
KAIROS = {
    "Conflict.Attack": ("ASSAULT", None),
    "Life.Die": ("ASSAULT", None),
    "Life.Injure": ("ASSAULT", None),
    "ArtifactExistence.DamageDestroyDisableDismantle": ("ASSAULT", None),
    "Conflict.Demonstrate": ("PROTEST", None),
    "Justice.ArrestJailDetain": ("COERCE", "arrest"),
    "Control.ImpedeInterfereWith": ("COERCE", None),
    "Justice.ChargeIndict": ("ACCUSE", None),
    "Justice.InvestigateCrime": ("ACCUSE", None),
    "Justice.TrialHearing": ("ACCUSE", None),
    "Justice.Convict": ("ACCUSE", None),
    "Justice.Sentence": ("ACCUSE", None),
    "Justice.ReleaseParole": ("YIELD", None),
    "Justice.Acquit": ("YIELD", None),
    "Contact.ThreatenCoerce": ("THREATEN", None),
    "Contact.RequestCommand": ("REQUEST", None),
    "Contact.Contact": ("CONSULT", None),
    "Transaction.Donation": ("AID", None),
}
# Only where the document tells of an attack as well; else sickness, accident, wear.
KAIROS_BESIDE_ATTACK = {"Life.Die", "Life.Injure", "ArtifactExistence.DamageDestroyDisableDismantle"}
# Third levels (dev has them) that are something else.
KAIROS_IGNORED = {"Contact.Contact.Broadcast"}

# Types whose words tell more than the type: only triggers with one of these words count, the rest is `ignore`.
KAIROS_WORDS = {
    # Contact.Contact also holds all "said": a talk of two sides is wanted.
    "Contact.Contact": set(
        "met meet meets meeting meetings talk talks talked dialogue discussion discussions discussed discuss negotiation negotiations negotiate negotiated"
        " negotiating conference summit visit visited telephoned phoned contacted contact contacts communicate communicated communication consorted spoken"
        " chat conversation conversations consulted".split()),
    "Contact.RequestCommand": set(
        "urged urge urging called call calls calling appeal appeals appealed demand demands demanded demanding ask asked asking requested request order"
        " ordered orders instructed begging begged commands command".split()),
    "Contact.ThreatenCoerce": set(
        "threat threats threatened threatening threaten threatens warning warnings warned vowed ultimatum intimidation coercion".split()),
    "Control.ImpedeInterfereWith": set(
        "embargo intercepted banned ban stop stopping stopped block blocks blocked blocking curfew curbed suppressed disrupted".split()),
    "Justice.ReleaseParole": {"released", "release", "releasing", "releases", "parole", "paroled", "freed"},
    "ArtifactExistence.DamageDestroyDisableDismantle": set(
        "damage damaged damages damaging destruction destroyed destroying destroy destroys wrecked shattered burn burned blown downed shot devastation"
        " smashed vandalized demolished battering".split()),
}

# A word of an ASSAULT trigger that by itself tells the mode.
WORD_MODES = {
    **dict.fromkeys("shot shots shoot shooting shootings gunshots gunned".split(), "firearms"),
    **dict.fromkeys("shootout firefight clash clashes clashed battle fighting".split(), "armed_clash"),
    **dict.fromkeys("stabbed stabbing stab stabbings stabs".split(), "stabbing"),
    **dict.fromkeys("kidnapped kidnapping kidnap kidnappings abducted abduction".split(), "kidnapping"),
    **dict.fromkeys("airstrike airstrikes".split(), "aerial"),
    **dict.fromkeys("beaten beating".split(), "beating"),
}
# Beside these words an explosion is perhaps no plain bombing.
OTHER_BOMBS = set("suicide car cars truck van vehicle minibus lorry motorcycle drone drones rocket rockets mortar missile missiles shell shelling".split())

KAIROS_ROLES = {
    **dict.fromkeys(
        "Attacker Killer Injurer Jailer Communicator Demonstrator Impeder Prosecutor Investigator JudgeCourt Giver"
        " Destroyer Damager DamagerDestroyer Disabler Dismantler".split(), ["agent"]),
    **dict.fromkeys("Target Victim Detainee Defendant Recipient Artifact".split(), ["target"]),
    "Participant": ["agent", "target"],
    **dict.fromkeys(["ExplosiveDevice", "Instrument"], ["instrument"]),
    "Place": ["place"],
}
KAIROS_HARM = {"Life.Die": "killed", "Life.Injure": "injured"}

# MUC: slot of a template -> filler, and filler -> role of an event. The role-filler literature counts a victim by name only:
# those only described take part in events, but are no fillers.
MUC_SLOTS = {
    "PERP: INDIVIDUAL ID": "PerpInd",
    "PERP: ORGANIZATION ID": "PerpOrg",
    "PHYS TGT: ID": "Target",
    "HUM TGT: NAME": "Victim",
    "HUM TGT: DESCRIPTION": "Described",
    "INCIDENT: INSTRUMENT ID": "Weapon",
}
MUC_ROLES = {"PerpInd": "agent", "PerpOrg": "agent", "Target": "target", "Victim": "target", "Described": "target", "Weapon": "instrument"}

_ATTACK = "attack attacks attacked attacking assault assaulted"
_KILL = "kill kills killed killing killings wounded wounding injured injuring"
# Trigger words of each incident type.
MUC_TRIGGERS = {
    "BOMBING": set(f"{_ATTACK} {_KILL} bombed bombing bombings exploded explode explodes exploding explosion explosions"
                   " dynamited dynamiting blast blasts detonated detonation damaged destroyed".split()),
    "KIDNAPPING": set("kidnap kidnaps kidnapped kidnapping kidnappings abduct abducted abduction abductions seized hostage".split()),
    "ATTACK": set(f"{_ATTACK} {_KILL} murder murders murdered murdering murderers assassinate assassinated assassinating assassination assassinations"
                  " shot shooting shootings machinegunned massacre massacred massacres slain slaying executed execution ambush ambushed ambushes"
                  " clash clashes clashed fired fighting harassed harassment raid raided stabbed tortured destroyed shelled shelling".split()),
    "ARSON": set("burned burn burning burnt torched arson destroyed attack attacked".split()),
    "ROBBERY": set("robbed robbery robberies stole stolen looted looting holdup".split()),
    "FORCED WORK STOPPAGE": set("stoppage stoppages strike".split()),
}
# No triggers of ours, yet nothing is known of them.
MUC_UNKNOWN = set("bomb bombs dead death deaths died die dies dying crime crimes violence war combat casualties victims massacring"
                  " offensive action actions operation operations incident incidents threat threats threatened captured arrested".split())
# Triggers of two words.
MUC_PHRASE_TYPES = {"set fire": "ARSON", "blew up": "BOMBING", "blown up": "BOMBING", "went off": "BOMBING", "opened fire": "ATTACK"}

MUC_MODES = {
    "BOMBING": ("ASSAULT", "bombing"),
    "KIDNAPPING": ("ASSAULT", "kidnapping"),
    "ATTACK": ("ASSAULT", None),
    "ARSON": ("ASSAULT", "arson"),
    "ROBBERY": ("COERCE", "seizure"),
    "FORCED WORK STOPPAGE": ("COERCE", "other"),
}
# The instrument tells more than the incident type, where all instruments of a template agree.
MUC_INSTRUMENT_MODES = {
    "VEHICLE BOMB": "car_bomb", "AERIAL BOMB": "aerial", "ROCKET": "missile_rocket", "MISSILE": "missile_rocket", "MORTAR": "artillery",
    "GUN": "firearms", "MACHINE GUN": "firearms", "RIFLE": "firearms", "HANDGUN": "firearms", "CUTTING DEVICE": "stabbing",
}
MUC_STAGES = {"ACCOMPLISHED": "happened", "ATTEMPTED": "happened", "THREATENED": "threatened"}
# Beside one of these the stage of the template is perhaps not that of the sentence.
MUC_DOUBT = set("denied deny denies will would could may might if threat threats threatened threatening threaten attempt attempted attempts plot plan plans planned"
                " planning foiled prevent prevented avoid failed not no".split())
