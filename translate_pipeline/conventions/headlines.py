"""English headlines in sentence case: models echo the capitals of "Taliban Seize Third District In A Week".

A capital goes only where the word is surely an ordinary one: it occurs in lower case in the story, or it is a form of
one of the words below, or it ends like an abstract noun. Every other capitalised word may be a name and keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

_FUNCTION = frozenset(
    """a about above across after again against ahead all along alongside already also although always am amid among
    amongst an and another any are aren't around as at away back be became because become been before behind
    being below beneath beside besides between beyond both but by can can't cannot could couldn't despite did
    didn't do does doesn't don't down due during each either else enough even ever every everyone everything
    except few fewer for former from further had has hasn't have haven't he her here hers herself him himself
    his how however i'm if in inside instead into is isn't it it's its itself just last later least less like
    many may me might mine more most much must my myself near nearly neither never next no nobody none nor not
    nothing now of off often on once one only onto or other others our ours out outside over own past per pro
    rather same second several she should since so some someone something soon still such than that that's the
    their theirs them themselves then there there's these they this those though three through throughout till
    to together too toward towards two under underway unless unlike until up upon us versus very via vs was
    wasn't we well were weren't what when where whether which while who whom whose why will with within without won't
    would wouldn't yet you your yours""".split()
)
_ORDINARY = _FUNCTION | frozenset(
    """abandon abduct ability abuse accept access accident accord account accuse acquire act action activist actor add
    address admit adult advance adviser affair affect age agency agent agree aid air aircraft airline airport
    airstrike alarm alert allege alliance allow ally ambush amend amnesty anger angry anniversary announce
    annual apartment appeal appear appoint approve area argue arm army arrest arrive article artist ask assail
    assault assembly asset assist asylum athlete attack attempt attend audit author authority avalanche avert
    avoid await award baby backdrop bad bail bakery ballot ban bank bar barrier base basket battle bazaar beat
    beg begin begun behead believe bid big bill billion bird birth black blackout blame blast blaze blind block
    blockade blood bloody blow board boat body bomb bomber bombing book boost border both bought boy boycott
    brace brave break bribe bribery bridge brief bring broad broadcast broadcaster broke broken brother brought
    budget build building built bullet burn bury bus business buy cabinet call campaign canal cancel candidate
    cannon capital captive capture car care carry case cash cast casualty caught cause cease-fire ceasefire
    celebrate cell center central centre challenge change chaos charge cheap check checkpoint chemical chief
    child children cholera choose chose chosen church circle citizen city civil civilian claim clash class clean
    clear cleric clerical climate climb clinic close closer closure cloud coal coalition coat cold collapse
    collect college combat come comedian command commander commando company compete complain compound concern
    condemn condition conference confirm conflict confront conservative consider conspiracy construct consulate
    container contest continue contract control convict convoy cook cool cope copper corridor corrupt corruption
    cost council count country coup court cover crack crackdown craft crash create crew crime criminal crisis
    critic critical criticism criticize crop cross crossing crowd crucial crude crush cry curb curfew currency
    current custody custom customs cut daily dam damage danger dangerous dark daughter day dead deadline deadly
    deal dealt death debate debris debt debut decade decide declare decline decree deepen defeat defend defense
    deficit defy degree delay delegate delegation deliver demand democracy democratic demolish deny depart
    depend deploy deport deputy describe desert deserve destroy detail detain detainee detect devastate develop
    die diesel different difficult dig diplomat direct director dirty disappear disaster disband discuss disease
    dismiss displace dispute disrupt district divide doctor document dog dollar dominate donate donor door
    double doubt downing draft drag draw dream drew drill drive driven drone drop drought drove drown drug dry
    dust eagle early earn earthquake ease east eastern easy eat economic economy edge editor educate effort egg
    elder elect election electricity embassy emerge emergency emigrate emir employ empty encounter end enemy
    energy enforce engage enter entire envoy era erupt escalate escape ethnic evacuate evade evict evidence exam
    execute exhibit exile exit expand expect expel expert explain explode export expose extend extreme extremist
    eye face factory fail failure fair faith fake falcon fall fallen false family famine far farm farmer fast
    fatal father fault favor fear feed feel fell female festival field fierce fiery fifth fight fighter fighting
    figure file film final finance financial find fine fire firewood firm first fish five flag flame flare flash
    fled flee fleet flight flood flour flow fly focus follow food foot force foreign forest forge forget form
    fort forty forum fought found four fourth frail free freedom freeze fresh fridge friend front frontline
    fruit fuel fugitive full fund funding funeral future gain game gang gap garden gas gate gather gave general
    get ghost giant girl give given glacier go goal gold gone good gotten government governor graduate grain
    grant grave great greet grenade grew grip ground group grow grown guard guest guide guilty gun gunfire
    gunman gunmen gunship half halt halve hand handcuff handful hang happen harass hard harm harsh harvest haul
    head health hear heart heat heavy held helicopter help hero hidden hide high highway hijack hike hint hire
    historic history hit hold home honor hope horse hospital host hostage hot hotel hour house human
    humanitarian hundred hung hunger hungry hunt hurt husband ice identify illegal image immigrant impact import
    impose improve include income incomplete increase indefinite independence independent industry infant
    inflation influx inform injure injury inmate inquiry insect insider insist inspect install institute
    insurgent intelligence interest interior international internet interview invade invasion invest investigate
    investor invite issue jacket jail jet job join joint journalist journey judge jump justice keep kept key
    kick kid kidnap kill killer kilometer knead knew know known labor lack laid lake lamp land landmine
    landslide language lapse large late launch law lawmaker lawyer lay lead leader leak learn leave led left leg
    legal let letter level library lie life lift light likely limit line link list little live loan local lock
    long look loom lose loss lost low lower loyal loyalist machine made main major make male man manage map
    marathon marcher mark market marriage marry mass massacre massive match maternity matter mayor meal mean
    meant measure media mediate medical medicine meet meeting member memory men merchant merger message
    messenger met middle migrant mile militant military militia million mine mineral minister ministry minor
    minority minus minute mirror miss missile missing mission mistake mob mobilize model money monitor month
    mosque mother motorcycle mount mountain mourn mouth move movement mullah multiply murder museum music mutiny
    name nation national nationwide natural navy need negotiate negotiator neighbor neighborhood network new
    newborn news newspaper night nine noose north northeast northeastern northern northwest nuclear number nurse
    oath obstacle occupy ocean offensive offer office officer official oil old open operate opium oppose
    opposition orchard order organize orphan oust outage outlast outlaw outlet outpost outrage outright
    overnight overrun overthrow overturn overwhelm oxygen pact paid paint palace pandemic panel panic paper
    parade pardon parent parliament part partner party pass passenger passport patient patrol pay peace peaceful
    peacekeeper people percent permit person phone photo photographer pilgrim pill pilot pine pink pipeline
    place plan plane plant plastic play player plea plead pledge plot plunge poet point poison police policeman
    policy polio political politician poll pollute pomegranate poor poppy population port posing post postpone
    pothole pound poverty power powerful praise prayer preacher premier prepare presenter presidency president
    presidential press pressure prevent price prime prince prison prisoner private prize probe problem produce
    product production profit program project promise property propose prosecute prosecutor protect protest
    protester province provincial public publish pull punish pupil purge push put pylon quake question quit race
    radical radio raid rail railway rain raise rally ranger ransom rape rare rate ratify ration ravine reach
    react read ready real rebel rebuild recall receive recognize reconstruct record recover recruit red reduce
    refer reform refuge refugee refund refuse regain regime region regional reject relation release relief
    religious remain remember remote remove reopen repair repatriate report reporter represent rescue rescuer
    reserve residence resident resign resist resolve resource respond response restore restrict result resume
    retake retire retreat return reveal revenge revenue review revive revolt reward rice rich ride rifle right
    ring riot rip rise risen risk rival river road roadside rob robot rocket role roll roof rose rot round route
    row ruin rule ruler ruling run rural rush sack sacred safe saffron said sailor salary sale sanction sat save
    saw say scandal school science scrap screen sea seal search season seat secret secretary sector security see
    seek seen seize sell senate send senior sent sentence separate serious serve service session set settle
    seven severe sewage sex shadow shake sharp she sheep shelf shell shelter shelves shepherd shift ship shock
    shoe shoot shop shopkeeper short shortage shot shoulder shout show shrine shrink shut sick side siege sight
    sign signature silence silent silk singer sister sit site six skirmish skull sky slain slam slash slay sleep
    slide slip slow small smash smell smoke smuggle smuggler snow soar social sold soldier son song source south
    southeast southern southwest southwestern spark speak speaker special speech spend spent spike split spoke
    spoken spokesman spokeswoman sport spread spring spy squeeze stability stadium staff stage stall stampede
    stand standoff star start starve state station statue stay steal step stole stolen stone stood stop store
    storm strain strategic stream street strength strengthen strike striker strong stronghold struggle stuck
    student study stun subsidy suburb sue suffer suicide summer summit summon sunset supply support surge
    surgery surrender surround survey survive survivor suspect suspend suspicion swap swarm swear sweep swell
    swelter swore sworn system tactic take taken talk tank target tariff task taught tax teach teacher team tear
    tech teen teenager telephone television tell temperature temple ten tense tension tent term territory terror
    terrorism terrorist test text thank theft thing think third thousand threat threaten throw thrown ticket tie
    tight tighten time tiny tip told toll ton took top torch torn torture tough tour tourist town trace track
    trade trader traffic train traitor transfer transit transport trap travel traveler treason treat treaty tree
    trial tribal tribe tribunal trigger trip troop truce truck trust try tumble tunnel turn turnout unarmed
    unclear understood unemployed unexploded unidentified uniform union unit unite unity university unknown
    unpaid unrest unveil upgrade upheld uprising urban urge use vaccinate vaccine valley vanish vehicle verdict
    veteran veto victim victory video village villager violate violence violent visa visit visitor voice
    volunteer vote voter vow wage wait wake walk wall want war ward warlord warn warning warplane water wave way
    weapon wear weather website wedding week weekend weigh welcome went wept west western wheat whisker white
    widen widow wife wildfire win wind winter withdraw withdrawal witness woke woman women won woo wood word
    work worker world worn worry worsen worst wound wreck write written wrong wrote yard year young youth
    zone""".split()
)
# Names of several ordinary words.
_FIXED = re.compile(
    r"\b(?:White House|United (?:Nations|States|Kingdom|Arab Emirates)|Islamic (?:State|Republic|Emirate)|"
    r"European Union|World Bank|World Cup|World Food Program(?:me)?|World Health Organization|"
    r"Red (?:Cross|Crescent|Sea)|(?:U\.?N\.? )?Security Council|General Assembly|Supreme Court|Middle East|"
    r"Central Asia|Northern Alliance|(?:North|South) (?:Korea|Africa|Waziristan)|Free Europe|"
    r"New (?:York|Delhi|Zealand|Year)|Black Sea|Cold War|"
    r"Human Rights Watch|Amnesty International|Loya Jirga|State Department|Arab League|Northern Ireland)\b",
    re.IGNORECASE,
)
_ACRONYMS = frozenset(
    "AFP AIDS AP BBC CIA CNN COVID EU FBI HIV IAEA ICC ICRC IMF ISAF ISIS NATO NGO OIC OPEC RFE RL UAE UK UN "
    "UNAMA UNESCO UNHCR UNICEF US USA USAID WFP".split()
)
_CALENDAR = frozenset({"may", "march"})
_BEFORE_MONTH = frozenset("after before by early from in last late mid next of on since through to until".split())
_SURNAMES = frozenset(
    "baker banks black brown bush carter case cook day fields fox frost gates grant green hill holder hope hunter "
    "judge king long love major mark marsh moon page park power powers price rice rose sharp short snow stone "
    "strong swift waters white winter wise wolf wood young".split()
)
_TITLES = frozenset(
    "ambassador ayatollah capt captain chancellor col colonel commander congressman congresswoman dr gen general "
    "governor judge justice king lady lord lt maj maulvi mayor minister mr mrs ms mullah premier president prince "
    "princess queen representative secretary senator sheikh sir vice".split()
)
_ABSTRACT = re.compile(r"[a-z]{3,}(?:tions?|sions?|ments?|ness|ities)")
_NOT_ABSTRACT = frozenset({"clement", "inverness", "guinness", "holiness", "highness"})

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_START = re.compile(r"(?:^|(?<![A-Z])[.!?:]\s|[\"“«‘(\[]|(?:^|\s)')\W*$")
_OWNER = re.compile(r"['’]s?$")


def _bases(word: str) -> set[str]:
    """`word` (lower case) and what it may be a form of: plurals, verb endings, adverbs, comparatives."""
    found = {word}
    for ending, instead in (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ly", ""), ("ers", ""), ("er", "")):
        if word.endswith(ending) and len(word) - len(ending) > 1:
            found.add(word.removesuffix(ending) + instead)
    for ending in ("ed", "ing", "er", "est"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            stem = word.removesuffix(ending)
            found |= {stem, stem + "e"}
            if stem[-1] == stem[-2]:
                found.add(stem[:-1])
    return found


def _is_ordinary(word: str, vocabulary: Collection[str]) -> bool:
    """Whether a word in lower case is surely none but an ordinary English one."""
    bare = _OWNER.sub("", word)
    if word in _ORDINARY or word in vocabulary or bare in vocabulary:
        return True
    if any(base in _ORDINARY or base in vocabulary for base in _bases(bare)):
        return True
    return bare not in _NOT_ABSTRACT and _ABSTRACT.fullmatch(bare) is not None


def _is_shouted(words: Sequence[str]) -> bool:
    """Whether the headline is set in capitals throughout."""
    long = [word for word in words if len(word) > 3]
    return sum(word.isupper() for word in long) >= 2 and all(word.isupper() for word in long)


def _is_title_case(words: Sequence[str]) -> bool:
    """Whether the words that sentence case writes small, names apart, mostly carry a capital."""
    content = [word for word in words if len(word) > 3 and word.lower() not in _FUNCTION]
    small = sum(word[0].islower() for word in content)
    return bool(content) and small * 4 <= len(content)


def _inside(word: re.Match[str], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < word.end() and word.start() < end for start, end in spans)


def _shown(word: str, instead: str) -> str:
    return instead if len(instead) == len(word) else word


def _shouted(word: str, *, ordinary: bool, starts: bool) -> str:
    if word in _ACRONYMS and not (word == "US" and starts):
        return word
    if not ordinary and len(word) < 6 and not set(word) & set("AEIOUYÄÖÜ"):
        return word
    return _shown(word, word.lower() if ordinary and not starts else word.capitalize())


def sentence_case(headline: str, keep: Sequence[tuple[int, int]], vocabulary: Collection[str] = ()) -> str:
    """A headline in Title Case or CAPITALS as a sentence; any other one as it is.

    The result is as long as the headline, so that `keep` points into both.

    Args:
        headline: English text.
        keep: half-open spans of character offsets, such as glossary matches, that stay as they are.
        vocabulary: words of the story in the case they have there; a set, for speed.
    """
    words = list(_WORD.finditer(headline))
    fixed = [match.span() for match in _FIXED.finditer(headline)]
    free = [word[0] for word in words if not _inside(word, keep)]
    shouted = _is_shouted(free)
    if not shouted and not _is_title_case([word[0] for word in words[1:] if not _inside(word, [*keep, *fixed])]):
        return headline
    shown = list(headline)
    for before, word in zip([None, *words], words, strict=False):
        text, start, end = word[0], word.start(), word.end()
        lower = text.lower()
        if _inside(word, keep):
            continue
        if len(text) == 1 and (headline[end : end + 1] == "." or lower != "a"):
            continue
        if re.match(r"-?\d", headline[end : end + 2]) or headline[max(0, start - 1) : start].isdigit():
            continue
        starts = _START.search(headline, 0, start) is not None if start else True
        ordinary = (
            not _inside(word, fixed)
            and _is_ordinary(lower, vocabulary)
            and not _is_name(headline, word, before, vocabulary)
        )
        if shouted:
            shown[start:end] = _shouted(text, ordinary=ordinary, starts=starts)
        elif ordinary and not starts and text[0].isupper() and text[1:] == text[1:].lower():
            shown[start:end] = _shown(text, lower)
    return "".join(shown)


def _is_name(headline: str, word: re.Match[str], before: re.Match[str] | None, vocabulary: Collection[str]) -> bool:
    """Whether an ordinary word stands where it is a month or somebody's name."""
    lower = word[0].lower()
    previous = before[0].lower() if before else ""
    if lower in _CALENDAR:
        return previous in _BEFORE_MONTH or re.match(r"\s\d", headline[word.end() : word.end() + 2]) is not None
    if before is None or headline[before.end() : word.start()] not in (" ", ". "):
        return False
    if len(previous) == 1 and headline[before.end()] == ".":
        return lower not in _FUNCTION and headline[before.start() - 1 : before.start()] != "."
    return lower in _SURNAMES and (previous in _TITLES or not _is_ordinary(previous, vocabulary))
