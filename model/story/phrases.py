"""The words of a story: how changes of motives, outside events and institutional steps are put in English."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Sequence
from functools import cache
from types import MappingProxyType

CHANGES = " has grown | has faded"
"""What is said of a motive that has no verbs of its own."""

MISFIT = "a role of this size suits Minsk less than before | a role of this size suits Minsk better than before"
"""The same of a bid whose scope is further from, or nearer to, the scope that Minsk wants."""

MOTIVES = MappingProxyType(
    {
        "absorption_fear": "the fear that Russia swallows Belarus",
        "accommodation": "Minsk yields more to Moscow than it did | Minsk yields less to Moscow than it did",
        "alarm_neighbours": "the alarm of the neighbours",
        "alarm_us": "the alarm in Washington",
        "alarm_ukraine": "the threat Kyiv sees on its northern border",
        "backing_of_rival": "the backing of a rival venue",
        "base_granted": ("a permanent Russian base stands in Belarus now | no Russian base stands in Belarus any more"),
        "border_zones": "border zones exist now | the border zones are gone",
        "busy_with_survival": (
            "the leadership is busy with its survival | the leadership is less busy with its survival"
        ),
        "client_in_moscows_hand": "the regime is more in Moscow's hand | the regime is less in Moscow's hand",
        "clients_weakness": "the client has lost room for manoeuvre | the client has won room for manoeuvre",
        "coercion": "Russian coercion: has grown | has eased",
        "coercion_felt": "Russian coercion hurts more | Russian coercion hurts less",
        "collapse_feared": "Moscow fears that its client may fall | Moscow fears less that its client may fall",
        "collecting": (
            "Moscow is collecting the price of its rescue | Moscow no longer collects the price of its rescue"
        ),
        "commitment_exposed": (
            "it has become dangerous to stand with Moscow | it has become less dangerous to stand with Moscow"
        ),
        "contacts": "contacts between Minsk and the West: have grown | have shrunk",
        "contagion_in_crisis": "the fear that a revolution spreads",
        "dependence_called_in": (
            "Moscow calls in what the regime owes it | Moscow calls in less of what the regime owes it"
        ),
        "dependence_felt": (
            "the regime depends more on Moscow for its survival | the regime depends less on Moscow for its survival"
        ),
        "disposition_belarus": "the mood in Minsk: has turned towards Moscow | has turned away from Moscow",
        "disposition_eu": "the mood in Brussels: has turned in favour of Minsk | has turned against Minsk",
        "disposition_russia": "the mood in Moscow: has hardened | has softened",
        "disposition_ukraine": "the mood in Kyiv: has turned in favour of Minsk | has turned against Minsk",
        "disposition_us": "the mood in Washington: has turned in favour of Minsk | has turned against Minsk",
        "eu_image": "the image of Minsk in Brussels: has improved | has worsened",
        "eu_inconsistency": (
            "Brussels falls shorter of its own standards | Brussels falls less short of its own standards"
        ),
        "eu_indignation": "the indignation at repression",
        "eu_new_sanctions": "Brussels has added sanctions | Brussels has taken back sanctions it had added",
        "eu_outrage": "the outrage at repression",
        "eu_sanctions": "European sanctions weigh more | European sanctions weigh less",
        "fatigue": "faith in the Minsk process: has weakened | has recovered",
        "fear_beyond_usual": (
            "Minsk has drifted further away than Moscow is used to | Minsk has come closer than Moscow is used to"
        ),
        "fear_for_the_buffer": "the fear of losing a valuable buffer",
        "fear_of_abandonment": "Moscow's fear of abandonment",
        "fear_of_entrapment": "the fear of being dragged into a war",
        "fear_of_pretext": "the fear of handing Moscow a pretext",
        "fear_of_reckoning": "those who used terror fear a reckoning | those who used terror fear a reckoning less",
        "fuel_to_ukraine": "the fuel that Ukraine gets from Belarus: has grown | has shrunk",
        "gain_if_regime_falls": (
            "Moscow has less to lose if this regime falls | Moscow has more to lose if this regime falls"
        ),
        "grave_regime_threat": "the threat to the regime",
        "grave_threat_of_a_crowd": "a crowd threatens the regime | the crowd threatens the regime less",
        "host_effort": "the effort of Minsk as host: has grown | has slackened",
        "hostile_media": "Russian media attack the leadership more | Russian media attack the leadership less",
        "hosting": "Minsk hosts the talks now | Minsk no longer hosts the talks",
        "identity": "national revival in Belarus: has gained ground | has lost ground",
        "image_seen": "the image of Minsk in Brussels: has improved | has worsened",
        "internal_balancing": "the country's own defence: has grown | has run down",
        "isolation_by_brussels": (
            "new European sanctions keep visitors away | new European sanctions keep fewer visitors away"
        ),
        "isolation_by_washington": (
            "new American sanctions keep visitors away | new American sanctions keep fewer visitors away"
        ),
        "joined_sanctions": ("Minsk has joined Russian counter-sanctions | Minsk has left Russian counter-sanctions"),
        "joint_facilities": "joint facilities with Russia: have grown | have shrunk",
        "leadership_turnover": (
            "officials in Western capitals are new to the matter"
            " | officials in Western capitals have got to know the matter"
        ),
        "lever_on_moscow": (
            "Minsk needs the West more against a Moscow that pays less"
            " | Minsk needs the West less against a Moscow that pays more"
        ),
        "licence": "an American licence is in force | the American licence is no longer in force",
        "location_liability": "the danger of lying between the blocs",
        "loyalty_gap": "Moscow's doubts about the loyalty of Minsk: have grown | have faded",
        "military_dependence": "military integration with Russia: has deepened | has loosened",
        "misfit_helsinki": "Minsk looks for a smaller role than before | Minsk looks for a larger role than before",
        "misfit_karabakh": MISFIT,
        "misfit_peacekeepers": MISFIT,
        "misfit_syria": MISFIT,
        "need_of_talks": "the need for talks on the war",
        "nerves_before_a_crowd": (
            "the leadership has lost its nerve before the crowd | the leadership has kept its nerve before the crowd"
        ),
        "no_base_pledged": "Minsk has pledged to host no base | the pledge to host no base is gone",
        "nobody_held": "no political prisoner is held any more | political prisoners are held again",
        "oil_cut": "the cut in oil: has grown | has shrunk",
        "opening_shock": "short visas have just been abolished | the shock of the visa-free opening has passed",
        "patron_before_a_crowd": (
            "Moscow backs the regime against a crowd | Moscow backs the regime less against a crowd"
        ),
        "pain_of_pressure": "the economic pain of pressure: has grown | has eased",
        "parliament_recognised": "the recognition of the Belarusian parliament: has grown | has shrunk",
        "pull_of_rival": "the pull of a rival venue",
        "recent_assurance": "an assurance has just been given | the last assurance lies further back",
        "recognition_lost": "Minsk has lost recognition | Minsk has won recognition back",
        "recognition_needed": "the need for Western recognition",
        "regime_threat": "the threat to the regime",
        "relief_expected": "a release promises more relief | a release promises less relief",
        "relief_standing": "sanctions have been eased | less of the relief from sanctions is left",
        "renewed_reform": "reform in Belarus: has advanced | has been taken back",
        "rent_of_staying_out": "staying out of the quarrel pays more | staying out of the quarrel pays less",
        "rescue_asked": "Minsk has asked for help | Minsk no longer asks for help",
        "rescue_running": "a rescue is under way | the rescue is over",
        "resources": "oil and gas of its own bring Minsk more | oil and gas of its own bring Minsk less",
        "restraint_suffices": (
            "restrained force can deal with the protest | restrained force no longer suffices against the protest"
        ),
        "rival_clients": "pro-Moscow rivals of the leader: have grown stronger | have grown weaker",
        "room_beyond_middle": "the room for manoeuvre: has widened | has narrowed",
        "routine_of_meeting": "the talks meet more regularly | the talks meet less regularly",
        "sanctions_added": "the West has added sanctions | the West has taken back sanctions it had added",
        "security_weight": (
            "security weighs more against rights in Brussels | security weighs less against rights in Brussels"
        ),
        "serious_regime_threat": "the threat to the regime",
        "settlement": "Minsk and Moscow have struck a bargain | the bargain between Minsk and Moscow has worn off",
        "slump_asks_patron": (
            "a slump drives a dependent economy to Moscow | the slump drives the economy to Moscow less"
        ),
        "slump_asks_relief": ("relief would help more in the slump | relief would help less, with the slump receding"),
        "slump_asks_west": (
            "the West could help more in the slump | the West could help less, with the slump receding"
        ),
        "sovereignty_insured": (
            "Minsk can lean more on the West against a threat to its sovereignty"
            " | Minsk can lean less on the West against a threat to its sovereignty"
        ),
        "sovereignty_threat": "Minsk's fear for its sovereignty",
        "sovereignty_weighed": "Minsk's fear for its sovereignty: has grown | weighs less",
        "stake_in_restraint": (
            "a crackdown would cost more contacts in the West | a crackdown would cost fewer contacts in the West"
        ),
        "stance": "Minsk stands closer to Moscow | Minsk stands further from Moscow",
        "standing_as_host": "the standing of Minsk as a host: has risen | has fallen",
        "survival_at_stake": (
            "the survival of the regime hangs more on Moscow | the survival of the regime hangs less on Moscow"
        ),
        "survival_counted": ("the regime survives more on Moscow's help | the regime survives less on Moscow's help"),
        "survival_dependence": "dependence on Moscow for the regime's survival: has grown | has eased",
        "tension": "the tension between Russia and the West: has risen | has eased",
        "terror_next_door": (
            "mass repression in Minsk offers a pretext | mass repression in Minsk offers less of a pretext"
        ),
        "threat_believed": "the European threat is believed more | the European threat is believed less",
        "trade_ban": "the ban on goods: has grown | has shrunk",
        "transactional_washington": "Washington is readier to trade | Washington is less ready to trade",
        "ukraine_credibility": "Kyiv trusts Minsk more | Kyiv trusts Minsk less",
        "unrest": "the unrest in the streets: has grown | has ebbed",
        "us_base_in_poland": "a US base stands in Poland | no US base stands in Poland any more",
        "us_credibility": "the credibility of Minsk in Washington: has risen | has fallen",
        "us_image": "the image of Minsk in Washington: has improved | has worsened",
        "us_inconsistency": (
            "Washington falls shorter of its own standards | Washington falls less short of its own standards"
        ),
        "us_new_sanctions": "Washington has added sanctions | Washington has taken back sanctions it had added",
        "us_outrage": "the outrage at repression in Washington",
        "use_of_talks": "the talks are of more use to Moscow | the talks are of less use to Moscow",
        "venue_lost": "Kyiv has ruled Minsk out | Kyiv no longer rules Minsk out",
        "venue_not_tolerated": "Moscow vetoes the venue | Moscow no longer vetoes the venue",
        "visibility_of_vote": "Moscow watches the vote closely | Moscow watches the vote less",
        "war": "the violence in Donbas: has grown | has ebbed",
        "western_promise": "what the West has to offer Minsk: has grown | has shrunk",
        "western_standing": "the standing of Minsk in the West: has risen | has fallen",
    }
)
"""Variables that weigh in a choice: what is said when one rises and, after ` | `, when it falls.

With a colon, a subject that both sides share comes first; a subject alone `CHANGES`.
"""

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
    ("summit_accepted", "the great powers accept a summit on a new Helsinki", ""),
    ("summit_won", "the summit meets in Minsk", ""),
    ("peacekeepers", "Belarusian peacekeepers are sent to Donbas", ""),
    ("regime_alive", "", "the regime falls, and the story ends here"),
)
"""Stocks that work as switches, with what is said when they turn on and when they turn off."""

RUNGS = (
    "new European sanctions are in force, and relief has to begin again",
    "European sanctions are suspended",
    "most European sanctions are lifted",
    "what was left of European sanctions is waived",
)
"""What is said when European sanctions reach a rung of their ladder, from the lowest."""

CORE_WAIVED = "Brussels waives what was left of its sanctions"
"""The last step of relief, which the label of the move does not describe."""

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


@cache
def month_in_words(date: str) -> str:
    """``2014-06`` as ``June 2014``."""
    return f"{month_name[int(date[5:])]} {date[:4]}"


def change_in_words(motive: str, change: float) -> str:
    """A clause that says which way a motive has changed."""
    phrase = MOTIVES.get(motive, f"the {motive.replace('_', ' ')}")
    subject, colon, verbs = phrase.partition(":")
    if not colon and "|" not in phrase:
        subject, verbs = phrase, CHANGES
    elif not colon:
        subject, verbs = "", phrase
    risen, fallen = verbs.split("|")
    return f"{subject}{risen if change > 0 else ' ' * bool(subject) + fallen.strip()}".rstrip()


def reasons_joined(clauses: Sequence[str]) -> str:
    """Clauses joined by `and`; two that end alike share their end: ``A and B have grown``."""
    for verb in ("grown", "faded", "improved", "worsened"):
        ends = (f" has {verb}", f" have {verb}")
        if len(clauses) > 1 and all(clause.endswith(ends) for clause in clauses):
            return f"{joined([clause.removesuffix(ends[0]).removesuffix(ends[1]) for clause in clauses])} have {verb}"
    return joined(clauses)


def sentence(text: str) -> str:
    """A clause with a capital letter and a full stop."""
    return f"{text[:1].upper()}{text[1:]}."


def joined(parts: Sequence[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"
