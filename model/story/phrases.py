"""The words of a story: how motives, outside events and institutional steps are put in English.

In a phrase, `~` stands for an adjective of degree (modest, considerable, great), `^` for an adverb (a little, clearly,
gravely). A second phrase, after ` | `, is used where the motive is below zero.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Sequence
from types import MappingProxyType

DEGREES = (("considerable", "clearly"), ("great", "gravely"))
SLIGHT = ("modest", "a little")
CLEAR_FROM, GREAT_FROM = 0.3, 0.6
"""From which value on a motive is called clear, and great."""

MOTIVES = MappingProxyType(
    {
        "absorption_fear": "the fear that Russia swallows Belarus is ~",
        "accommodation": "accommodating Moscow has become a habit",
        "alarm_neighbours": "the neighbours are ^ alarmed",
        "alarm_ukraine": "the threat Kyiv sees on its northern border is ~",
        "backing_of_rival": "the backing of a rival venue is ~",
        "base_granted": "a permanent Russian base stands in Belarus",
        "border_zones": "the border zones exist already",
        "busy_with_survival": "the leadership is busy with its survival",
        "client_in_moscows_hand": "the regime is ^ dependent on Moscow",
        "clients_weakness": "the client's room for manoeuvre is gone",
        "coercion": "Russian coercion is ~",
        "coercion_felt": "Russian coercion hurts a dependent economy",
        "collapse_feared": "Moscow does not press a client that is about to fall",
        "collecting": "Moscow is collecting the price of its rescue",
        "contacts": "contacts between Minsk and the West are ~",
        "contagion_in_crisis": "the fear that a revolution spreads is ~",
        "commitment_exposed": "to stand with Moscow is a danger | to stand apart from Moscow is a danger",
        "dependence_called_in": "Moscow asks its price of a regime that depends on it",
        "dependence_felt": "the regime depends on Moscow for its survival",
        "disposition_belarus": "Minsk leans towards Moscow these years | Minsk leans away from Moscow these years",
        "disposition_eu": "Brussels is well disposed these years | Brussels is ill disposed these years",
        "disposition_russia": "Moscow is harder than usual these years | Moscow is milder than usual these years",
        "disposition_ukraine": "Kyiv is well disposed these years | Kyiv is ill disposed these years",
        "disposition_us": "Washington is well disposed these years | Washington is ill disposed these years",
        "eu_image": "the image of Minsk in Brussels, as a security donor, is ~",
        "recognition_needed": "the need for Western recognition is ~",
        "renewed_reform": "reform in Belarus is ~",
        "eu_inconsistency": "Brussels falls ^ short of its own standards",
        "eu_indignation": "the indignation at repression is ~",
        "eu_new_sanctions": "new sanctions are in force",
        "eu_outrage": "the outrage at repression is ~",
        "eu_sanctions": "European sanctions keep Minsk isolated",
        "fatigue": "faith in the Minsk process is ^ weakened",
        "fear_beyond_usual": "Minsk drifts away more than Moscow is used to | Minsk is closer than Moscow is used to",
        "fear_for_the_buffer": "the fear of losing a valuable buffer is ~",
        "fear_of_abandonment": "Moscow's fear of abandonment is ~",
        "fear_of_entrapment": "the fear of being dragged into a war is ~",
        "fear_of_reckoning": "those who used terror fear a reckoning with a crowd",
        "fear_of_pretext": "harshness would hand Moscow a pretext",
        "fuel_to_ukraine": "the fuel that Ukraine gets from Belarus is ~",
        "gain_if_regime_falls": "Moscow would gain if this regime fell | Moscow would lose if this regime fell",
        "grave_threat_of_a_crowd": "a crowd, or the memory of one, threatens the regime ^",
        "grave_regime_threat": "the regime is ^ threatened",
        "hostile_media": "Russian media work ^ against the leadership",
        "host_effort": "the effort of Minsk as host is ~",
        "hosting": "Minsk hosts the talks",
        "identity": "national revival in Belarus is ~",
        "image_seen": "the image of Minsk, as Brussels sees it, is ~",
        "isolation_by_brussels": "new European sanctions keep visitors away",
        "isolation_by_washington": "new American sanctions keep visitors away",
        "internal_balancing": "the country has built up its own defence",
        "joined_sanctions": "Minsk has joined Russian counter-sanctions",
        "joint_facilities": "joint facilities with Russia exist already",
        "parliament_recognised": "the recognition of the Belarusian parliament is ~",
        "lever_on_moscow": "Moscow pays less, and the West is a lever",
        "nobody_held": "no political prisoner is held",
        "leadership_turnover": "officials in Western capitals are new to the matter",
        "licence": "an American licence is in force already",
        "location_liability": "the danger of lying between the blocs is ~",
        "loyalty_gap": "the lack of loyalty, as Moscow sees it, is ~",
        "military_dependence": "military integration with Russia is ~",
        "misfit_helsinki": "a new Helsinki does not match Minsk's ambition",
        "misfit_karabakh": "mediation on Karabakh does not match Minsk's ambition",
        "misfit_peacekeepers": "sending peacekeepers does not match Minsk's ambition",
        "misfit_syria": "mediation on Syria does not match Minsk's ambition",
        "need_of_talks": "the need for talks on the war is ~",
        "nerves_before_a_crowd": "the leadership has lost its nerve | the leadership keeps its nerve",
        "no_base_pledged": "Minsk has pledged to host no base",
        "oil_cut": "the cut in oil is already ~",
        "opening_shock": "the visa-free opening is recent",
        "pain_of_pressure": "the economic pain of pressure is ~",
        "pull_of_rival": "the pull of a rival venue is ~",
        "recent_assurance": "the last assurance was given recently",
        "recognition_lost": "the recognition that Minsk has lost is ~",
        "regime_threat": "the threat to the regime is ~",
        "relief_expected": "a release promises ~ relief",
        "relief_standing": "sanctions have been eased",
        "rent_of_staying_out": "staying out of the quarrel pays",
        "rescue_asked": "Minsk has asked for help",
        "rescue_running": "a rescue, once begun, goes on",
        "resources": "Minsk has oil and gas of its own",
        "restraint_suffices": "restrained force can deal with a protest of this size",
        "rival_clients": "pro-Moscow rivals of the leader press for it",
        "room_beyond_middle": "the room for manoeuvre is wide | the room for manoeuvre is narrow",
        "routine_of_meeting": "regular meetings keep the venue going",
        "sanctions_added": "new Western sanctions are in force",
        "security_weight": "security weighs ^ against rights in Brussels",
        "serious_regime_threat": "the regime is ^ threatened",
        "settlement": "a bargain between Minsk and Moscow still holds",
        "slump_asks_patron": "a slump drives a dependent economy to Moscow",
        "slump_asks_relief": "relief would help in a slump",
        "slump_asks_west": "the West could help in a slump",
        "sovereignty_insured": "sovereignty is threatened and Minsk can turn to the West",
        "sovereignty_threat": "the threat to sovereignty, as Minsk sees it, is ~",
        "sovereignty_weighed": "the threat to sovereignty, with the regime in no danger, is ~",
        "stake_in_restraint": "a crackdown would cost contacts in the West",
        "stance": "Minsk stands close to Moscow already",
        "standing_as_host": "Minsk has the standing of a host | Minsk has no standing as a host",
        "survival_at_stake": "the survival of the regime depends on Moscow",
        "survival_counted": "the regime survives on Moscow's help",
        "survival_dependence": "dependence on Moscow for the regime's survival is ~",
        "tension": "the tension between Russia and the West is ~",
        "terror_next_door": "mass repression in Minsk is a pretext",
        "threat_believed": "the European threat is believed",
        "trade_ban": "the ban on goods is already ~",
        "ukraine_credibility": "the credibility of Minsk in Kyiv is ~",
        "unrest": "the unrest in the streets is ~",
        "us_base_in_poland": "a US base stands in Poland",
        "us_credibility": "the credibility of Minsk in Washington is ~",
        "us_image": "the image of Minsk in Washington is ~",
        "transactional_washington": "Washington is ready to trade",
        "us_inconsistency": "Washington falls ^ short of its own standards",
        "us_new_sanctions": "new sanctions are in force",
        "us_outrage": "the outrage at repression in Washington is ~",
        "use_of_talks": "the talks are of use to Moscow",
        "venue_lost": "Kyiv has ruled Minsk out",
        "war": "the violence in Donbas is ~",
        "venue_not_tolerated": "Moscow vetoes the venue",
        "visibility_of_vote": "Moscow watches the vote closely",
        "western_promise": "what the West has to offer Minsk is ~",
        "western_standing": "the standing of Minsk in the West is ~",
    }
)
"""Variables that weigh in a choice, as clauses."""

SLIGHTLY = MappingProxyType(
    {
        "alarm_ukraine": "Kyiv sees some threat on its northern border",
        "backing_of_rival": "a rival venue has some backing",
        "coercion": "Moscow applies some pressure",
        "eu_image": "Minsk has something of an image in Brussels, as a security donor",
        "fear_of_abandonment": "there is some fear in Moscow of being abandoned",
        "identity": "there is some national revival in Belarus",
        "image_seen": "Minsk has something of an image, as Brussels sees it",
        "loyalty_gap": "Moscow sees some lack of loyalty",
        "recognition_lost": "Minsk has lost some recognition",
        "sovereignty_threat": "Minsk sees some threat to its sovereignty",
        "ukraine_credibility": "Minsk has some credibility in Kyiv",
        "us_image": "Minsk has something of an image in Washington",
        "western_promise": "the West has something to offer Minsk",
        "western_standing": "Minsk has some standing in the West",
    }
)
"""The same where the motive is slight and "there is some" would read badly."""

STEPS: tuple[tuple[str, str, str], ...] = (
    ("hosting", "Minsk is now the venue of the talks", "Minsk is no longer the venue of the talks"),
    ("talks_elsewhere", "the talks go on in another place", "the talks come back to Minsk"),
    ("venue_lost", "Minsk is no longer accepted as a venue", "Kyiv trusts Minsk again and would accept it as a venue"),
    ("months_since_release", "no political prisoner is held any more", "political prisoners are held again"),
    ("licence", "an American licence is in force", "the American licence runs out"),
    ("visa_free", "short visas for the West are abolished", "the borders close to visitors from the West again"),
    ("base_granted", "a permanent Russian base is granted", ""),
    ("joined_sanctions", "Belarus takes part in Russian counter-sanctions", ""),
    ("annexation_recognised", "the rule of non-recognition, kept since 2008, is given up", ""),
    ("summit_accepted", "the great powers accept the summit", ""),
    ("summit_won", "the summit meets in Minsk", ""),
    ("peacekeepers", "Belarusian peacekeepers are sent to Donbas", ""),
    ("regime_alive", "", "the regime falls, and the story ends here"),
)
"""Stocks that work as switches, with what is said when they turn on and when they turn off."""

RUNGS = (
    "new European sanctions are in force, and relief begins again from its start",
    "European sanctions are suspended",
    "most European sanctions are lifted",
    "what was left of the European sanctions is waived",
)
"""What is said when European sanctions reach a step of their ladder."""

OUTSIDE = MappingProxyType(
    {
        "precedent": ("a border in the neighbourhood is moved by force", ""),
        "war": ("fighting begins in Donbas", ""),
        "tension": ("tension between Russia and the West jumps", ""),
        "exercise": ("a large exercise is announced", "the exercise is over"),
        "grievance": ("an economic grievance drives people onto the streets", ""),
        "election_shock": ("many believe that an election was stolen", ""),
        "pandemic": ("the pandemic keeps people from meeting", "people meet face to face again"),
        "leadership_turnover": ("new officials arrive in Western capitals", ""),
        "rival_venue": ("another place offers itself for the talks", "the rival offer is withdrawn"),
        "un_vote": ("the United Nations vote", ""),
        "assembly_vote": ("the OSCE's parliamentary assembly votes", ""),
        "counter_sanctions": ("Russia adopts counter-sanctions and expects its allies to join", ""),
        "forum": ("", ""),
        "deployment": ("", ""),
    }
)
"""Pressures of history by kind, or by what an occasion is of: what is said when they begin and when they end."""


def month_in_words(date: str) -> str:
    """``2014-06`` as ``June 2014``."""
    return f"{month_name[int(date[5:])]} {date[:4]}"


def motive_in_words(motive: str, value: float) -> str:
    """A motive as a clause that says how strong it is."""
    positive, _, negative = MOTIVES.get(motive, motive.replace("_", " ") + " is ~").partition(" | ")
    phrase = negative if negative and value < 0 else positive
    size = abs(value)
    if size < CLEAR_FROM:
        return SLIGHTLY.get(motive) or _slight(phrase)
    adjective, adverb = DEGREES[size >= GREAT_FROM]
    return phrase.replace("~", adjective).replace("^", adverb)


def _slight(phrase: str) -> str:
    """A clause on a slight motive: ``there is some ...`` for ``the ... is ~``."""
    for verb in ("is", "are"):
        if phrase.endswith(f" {verb} ~"):
            return f"there {verb} some {phrase.removesuffix(f' {verb} ~').removeprefix('the ')}"
    return phrase.replace("~", SLIGHT[0]).replace("^", SLIGHT[1])


def reasons_joined(clauses: Sequence[str]) -> str:
    """Clauses joined by `and`; two that end alike share their end: ``A and B are great``."""
    for degree in ("considerable", "great"):
        if len(clauses) > 1 and all(clause.endswith(f" is {degree}") for clause in clauses):
            return f"{joined([clause.removesuffix(f' is {degree}') for clause in clauses])} are {degree}"
    return joined(clauses)


def sentence(text: str) -> str:
    """A clause with a capital letter and a full stop."""
    return f"{text[:1].upper()}{text[1:]}."


def joined(parts: Sequence[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"
