"""English words that no ontology has to teach."""

# ruff: noqa: E501, SIM905 - tables of words read better as they are

from __future__ import annotations

from kgchat.nlu.lang.words import Gradable, LanguageWords, OperatorWord, PropertyWord

FUNCTION_WORDS = frozenset(
    """a an the this that these those it its they them their theirs he she his her hers him we us our ours you your
    yours i me my mine myself yourself itself themselves one ones someone somebody something anything anyone everything
    nothing everyone thing things stuff item items kind kinds sort sorts type types
    is are was were be been being am isn't aren't wasn't weren't do does did done doing don't doesn't didn't have has had
    having haven't hasn't can could will would shall should may might must can't couldn't won't wouldn't shouldn't
    and or but nor so yet for of in on at by to from with without into onto upon about over under above below between
    among through during before after against as than then if else because while though although since until unless
    whether where when who whom whose what which why how whichever whatever there here
    not no yes yeah yep ok okay please thanks thank hi hello hey dear sir madam bye goodbye well oh um uh just only
    even also too very really quite rather pretty fairly much many more most less least few fewer little lot lots
    any some all both each every either neither other others another such same own enough several various certain
    again ever never always often usually sometimes maybe perhaps probably possibly actually basically simply already
    still now today soon currently right
    up down out off back away around near
    get got getting give gives gave show shows list lists find finds finding tell tells let lets make makes made need
    needs needed want wants wanted like likes liked look looks looking seek search searching buy buys buying bought
    purchase purchasing order shop shopping sell sells selling sold offer offers go goes going come comes take takes use
    uses used using know see think mean say says said ask wonder wondering help helps recommend recommends
    recommended recommendation recommendations suggest suggests suggested suggestion suggestions advise advice consider
    choose pick select prefer preferred preferably
    fit fits fitting suit suits suitable appropriate proper compatible compatibility work works working match matches
    matching go pair pairs install mount
    good great nice fine decent best better ideal perfect favorite favourite interesting cool awesome
    available option options choice choices product products model models version versions
    possible able sure certainly definitely
    s t d ll re ve m isnt arent dont doesnt didnt cant wont whats thats im ive id youre theres hows lets
    first second third last next previous
    something's there's that's what's it's i'm i'd i'll i've you're they're we're let's who's how's
    etc eg ie via per versus vs total amount number count average many
    per please kindly new person people someone's else instead currently out there
    actual exactly approximately about roughly
    different difference differ compare compared comparing comparison
    include includes including included come comes equipped feature features featuring contain contains
    support supports supported supporting
    run runs running set sets setup
    hand price-wise money worth
    inside within outside arrivals arrival value pc
    pls plz thx gimme wanna gonna smth sth collection collections being bit wear wears wearing worn pieces piece preference preferences requirement requirements""".split()
)

CLOSED_WORDS = frozenset(
    """a an the this that these those i you he she it we they me him her us them my your his its our their is are was were
    be been being am do does did done has have had can could will would shall should may might must not no and or but
    nor so of in on at by to from with without for into onto as than then if about over under up down out off s t d ll
    re ve m what which who whom whose when where why how there here all any some each every both either neither yes ok
    one ones other others another such same own very too also just only more most less least much many few
    pls plz thx""".split()
)

FILLERS = (
    "suitable styles", "nice styles", "some styles", "suitable ones", "good options",
    "please", "thanks", "thank you", "hi", "hello", "hey", "hi there", "good morning", "good evening",
    "i am looking for", "i'm looking for", "im looking for", "looking for", "i want to buy", "want to buy",
    "i would like to buy", "would like to buy", "i'd like to buy", "i would like", "i'd like", "i want", "i need",
    "would you", "could you", "can you", "could you please", "can you please", "recommend me", "recommend", "suggest",
    "show me", "show", "give me", "find me", "tell me", "let me see", "let me know", "help me find", "help me", "list",
    "do you know", "i wonder", "in mind", "as well", "of course", "at all", "by the way", "for me", "in stock?",
    "some", "a few", "several", "a bit", "a little", "a lot of", "lots of", "kind of", "sort of", "type of", "types of",
    "no problem", "one of", "there be", "something like", "any idea", "my friend", "my wife", "my husband", "my mother",
    "my girlfriend", "my boyfriend", "a gift", "a present", "right now", "how about", "what about", "what if",
    "well suited", "goes with", "go with", "going with", "works with", "work with", "compatible with", "fits in",
    "fit in", "fit into", "go together", "in terms of", "kinds of", "on sale", "such as", "out of", "let's",
    "all of", "any of", "out there", "interested in", "in the market for", "shopping for", "is it possible",
    "brand new", "brand-new", "as long as", "so long as", "as soon as", "as far as", "gimme", "get me", "give us", "available", "would be", "how is", "how are", "each other", "made of", "made from", "made by", "made out of",
)  # fmt: skip

OPERATORS = (
    *(OperatorWord(t, "negation") for t in (
        "not", "no", "without", "w/o", "except", "except for", "excluding", "other than", "but not", "neither", "nor",
        "isn't", "is not", "isnt", "aren't", "are not", "anything but", "rather than", "instead of", "don't want",
        "do not want", "don't have", "doesn't have", "not a", "no more", "apart from", "free of", "lacking", "minus")),
    *(OperatorWord(t, "negation", of_verb=True) for t in (
        "don't", "do not", "dont", "doesn't", "does not", "doesnt", "didn't", "can't", "cannot", "can not", "won't",
        "will not", "never")),
    *(OperatorWord(t, "disjunction") for t in ("or", "either", "and/or", "or else")),
    *(OperatorWord(t, "conjunction") for t in ("and", "both", "as well as", "along with", "together with", "&")),
    *(OperatorWord(t, "count") for t in (
        "how many", "number of", "the number of", "count", "count of", "how many different", "total number of")),
    OperatorWord("average", "aggregate", function="average"), OperatorWord("mean", "aggregate", function="average"),
    OperatorWord("on average", "aggregate", function="average"), OperatorWord("avg", "aggregate", function="average"),
    OperatorWord("total", "aggregate", function="sum"), OperatorWord("sum of", "aggregate", function="sum"),
    OperatorWord("combined", "aggregate", function="sum"), OperatorWord("in total", "aggregate", function="sum"),
    OperatorWord("altogether", "aggregate", function="sum"),
    *(OperatorWord(t, "group") for t in (
        "per", "for each", "each", "every", "grouped by", "group by", "broken down by", "by each", "in each", "of each",
        "for every")),
    OperatorWord("latter", "ordinal", number=-1), OperatorWord("the latter", "ordinal", number=-1),
    OperatorWord("former", "ordinal", number=1), OperatorWord("the former", "ordinal", number=1),
    OperatorWord("last one", "ordinal", number=-1), OperatorWord("the last one", "ordinal", number=-1),
    *(OperatorWord(p + w + s, "ordinal", number=n)
      for w, n in (("first", 1), ("second", 2), ("third", 3), ("fourth", 4), ("fifth", 5), ("sixth", 6))
      for p, s in (("", " one"), ("the ", " one"), ("the ", ""), ("number ", ""))),
    *(OperatorWord(f"{p}{n}", "ordinal", number=n) for p in ("number ", "no. ", "option ", "#") for n in range(1, 11)),
    *(OperatorWord(f"{p}{w}", "ordinal", number=n)
      for p in ("number ", "option ") for n, w in enumerate(("one", "two", "three", "four", "five"), 1)),
    OperatorWord("a couple", "limit", number=2), OperatorWord("a couple of", "limit", number=2),
    OperatorWord("couple of", "limit", number=2), OperatorWord("a pair of", "limit", number=2),
    *(OperatorWord(t, "reference") for t in (
        "it", "its", "they", "them", "their", "theirs", "this", "these", "those", "this one", "that one", "these ones",
        "those ones", "the one", "the ones", "both of them", "each of them", "all of them", "one of them",
        "the same", "of them", "the same one", "either of them", "any of them")),
    *(OperatorWord(t, "existence") for t in (
        "have any", "has any", "do you have", "do you have any", "do you sell", "do you sell any", "do you carry",
        "is there", "is there any", "is there a", "are there", "are there any", "got any", "have you got", "has a",
        "have a", "has an", "have an", "with", "with a", "with an", "there any")),
    *(OperatorWord(t, "relaxation") for t in (
        "doesn't matter", "does not matter", "don't care", "do not care", "don't care about", "do not care about",
        "don't mind", "do not mind", "no preference", "is fine", "are fine", "any is fine", "would be fine", "will do",
        "whatever", "whichever", "no limit", "not important", "isn't important", "is not important", "never mind",
        "forget", "forget about", "forget the", "ignore", "drop the", "is ok", "is okay", "i'm open", "i am open",
        "i'm flexible", "flexible", "regardless of", "no matter", "anything goes", "not fussy", "any will do")),
    *(OperatorWord(t, "question") for t in (
        "what", "which", "which one", "which ones", "which of them", "who", "whose", "where", "when", "how", "what is", "what are", "what's", "what kind of", "what kinds of", "what type of", "what types of", "what sort of")),
    *(OperatorWord(t, "reason") for t in ("why", "why not", "how come", "why doesn't", "why does", "for what reason")),
    *(OperatorWord(t, "polar") for t in ("whether",)),
    *(OperatorWord(t, "compare") for t in (
        "compare", "compared to", "compared with", "comparing", "comparison", "comparison of", "versus", "vs", "vs.",
        "difference between", "the difference between", "differences between", "difference", "differ",
        "which is better", "which one is better", "better than", "how does it compare", "against each other",
        "what's the difference")),
    OperatorWord("highest", "superlative", "more"), OperatorWord("the most", "superlative", "more"),
    OperatorWord("most", "superlative", "more"), OperatorWord("greatest", "superlative", "more"),
    OperatorWord("maximum", "superlative", "more"), OperatorWord("max", "superlative", "more"),
    OperatorWord("lowest", "superlative", "less"), OperatorWord("the least", "superlative", "less"),
    OperatorWord("least", "superlative", "less"), OperatorWord("fewest", "superlative", "less"),
    OperatorWord("minimum", "superlative", "less"), OperatorWord("minimal", "superlative", "less"),
    OperatorWord("higher", "comparative", "more"), OperatorWord("lower", "comparative", "less"),
    OperatorWord("more", "comparative", "more"), OperatorWord("less", "comparative", "less"),
    *(OperatorWord(t, "comparative", "less", positive=True) for t in (
        "sorted by", "sort by", "sort them by", "ordered by", "order by", "ranked by", "rank by", "in order of")),
    OperatorWord("fewer", "comparative", "less"), OperatorWord("greater", "comparative", "more"),
)  # fmt: skip

GRADABLES = (
    Gradable(("cheap", "inexpensive", "affordable", "budget-friendly", "economical", "low-cost", "low-priced"), "less", roles=("price",)),
    Gradable(("expensive", "costly", "pricey", "pricy"), "more", roles=("price",)),
    Gradable(("heavy", "weighty"), "more", dimensions=("mass",), nouns=("weight", "mass")),
    Gradable(("light", "lightweight"), "less", dimensions=("mass",), nouns=("weight", "mass")),
    Gradable(("big", "large", "huge"), "more", dimensions=("length", "volume", "area", "information"), nouns=("size", "capacity", "volume", "screen", "diagonal"), loose=True),
    Gradable(("small", "compact", "tiny"), "less", dimensions=("length", "volume", "area", "information"), nouns=("size", "capacity", "volume", "screen", "diagonal"), loose=True),
    Gradable(("long",), "more", dimensions=("length", "time"), nouns=("length", "duration", "life")),
    Gradable(("short",), "less", dimensions=("length", "time"), nouns=("length", "height", "duration")),
    Gradable(("tall",), "more", dimensions=("length",), nouns=("height",)),
    Gradable(("high",), "more", nouns=("height",), quality=True, loose=True),
    Gradable(("low",), "less", nouns=("height",), quality=True, loose=True),
    Gradable(("wide", "broad"), "more", dimensions=("length",), nouns=("width",)),
    Gradable(("narrow",), "less", dimensions=("length",), nouns=("width",)),
    Gradable(("thick",), "more", dimensions=("length",), nouns=("thickness", "depth")),
    Gradable(("thin",), "less", dimensions=("length",), nouns=("thickness", "depth")),
    Gradable(("deep",), "more", dimensions=("length",), nouns=("depth",)),
    Gradable(("fast", "quick", "speedy"), "more", dimensions=("frequency", "rotation", "data rate", "transfer rate", "speed", "frame rate"), nouns=("speed", "clock", "rate", "frequency")),
    Gradable(("slow",), "less", dimensions=("frequency", "rotation", "data rate", "transfer rate", "speed", "frame rate"), nouns=("speed", "clock", "rate", "frequency")),
    Gradable(("loud", "noisy"), "more", dimensions=("sound level", "sound level (A)", "loudness"), nouns=("noise", "loudness")),
    Gradable(("quiet", "silent"), "less", dimensions=("sound level", "sound level (A)", "loudness"), nouns=("noise", "loudness")),
    Gradable(("bright",), "more", dimensions=("luminance", "luminous flux"), nouns=("brightness",)),
    Gradable(("dim",), "less", dimensions=("luminance", "luminous flux"), nouns=("brightness",)),
    Gradable(("hot", "warm"), "more", dimensions=("temperature",), nouns=("temperature", "warmth")),
    Gradable(("powerful",), "more", dimensions=("power",), nouns=("power", "performance")),
    Gradable(("new", "recent", "modern"), "more", nouns=("date", "year", "released"), dated=True, quality=True),
    Gradable(("old",), "less", nouns=("date", "year", "released"), dated=True, quality=True),
    Gradable(("popular", "top-rated", "best-rated", "well-rated", "highly rated", "highest-rated", "best-reviewed", "favorite"), "more", roles=("rating",), nouns=("rating", "score", "popularity")),
    Gradable(("good",), "more", irregular=("better", "best"), roles=("rating",), nouns=("rating", "score"), quality=True),
    Gradable(("bad",), "less", irregular=("worse", "worst"), roles=("rating",), nouns=("rating", "score"), quality=True),
)  # fmt: skip

PROPERTY_WORDS = (
    PropertyWord(("price", "prices", "cost", "costs", "how much", "how much is", "how much are", "how much does",
                  "how much do", "how expensive", "budget", "price range", "price tag", "how much money"), roles=("price",)),
    PropertyWord(("rating", "ratings", "reviews", "review", "score", "stars", "how good", "customer rating"), roles=("rating",)),
    PropertyWord(("in stock", "stock", "availability", "inventory"), roles=("stock",)),
    PropertyWord(("brand", "brands", "manufacturer", "manufacturers", "maker", "vendor", "make"), roles=("brand",)),
    PropertyWord(("weight", "how heavy", "how much does it weigh", "weigh", "weighs"), dimensions=("mass",), nouns=("weight", "mass")),
    PropertyWord(("how long",), dimensions=("length", "time"), nouns=("length", "duration", "life")),
    PropertyWord(("how tall", "how high"), dimensions=("length",), nouns=("height",)),
    PropertyWord(("how wide",), dimensions=("length",), nouns=("width",)),
    PropertyWord(("how thick",), dimensions=("length",), nouns=("thickness",)),
    PropertyWord(("how deep",), dimensions=("length",), nouns=("depth",)),
    PropertyWord(("how big", "how large", "size", "how small"), dimensions=("length", "volume", "information"), nouns=("size", "capacity", "volume")),
    PropertyWord(("how fast", "speed"), dimensions=("frequency", "rotation", "data rate"), nouns=("speed", "clock", "rate")),
    PropertyWord(("how loud", "how noisy", "how quiet", "noise", "noise level"), dimensions=("sound level", "sound level (A)"), nouns=("noise",)),
    PropertyWord(("how bright",), dimensions=("luminance",), nouns=("brightness",)),
)  # fmt: skip

UNITS: dict[str, tuple[str, ...]] = {
    "b": ("B",), "bytes": ("B",), "kb": ("kB",), "mb": ("MB",), "megabyte": ("MB",), "megabytes": ("MB",),
    "megs": ("MB",), "gb": ("GB",), "gig": ("GB",), "gigs": ("GB",), "gigabyte": ("GB",), "gigabytes": ("GB",),
    "tb": ("TB",), "terabyte": ("TB",), "terabytes": ("TB",), "gib": ("GiB",), "mib": ("MiB",), "tib": ("TiB",),
    "G": ("GB", "g"), "g": ("g", "GB"), "M": ("MB", "m"), "m": ("m", "MB"), "T": ("TB",), "t": ("TB", "t"),
    "gram": ("g",), "grams": ("g",), "kg": ("kg",), "kgs": ("kg",), "kilo": ("kg",), "kilos": ("kg",),
    "kilogram": ("kg",), "kilograms": ("kg",), "mg": ("mg",), "oz": ("oz",), "ounce": ("oz",), "ounces": ("oz",),
    "lb": ("lb",), "lbs": ("lb",), "pound": ("lb",), "pounds": ("lb",),
    "mm": ("mm",), "millimeter": ("mm",), "millimeters": ("mm",), "millimetre": ("mm",), "millimetres": ("mm",),
    "cm": ("cm",), "centimeter": ("cm",), "centimeters": ("cm",), "centimetre": ("cm",), "centimetres": ("cm",),
    "meter": ("m",), "meters": ("m",), "metre": ("m",), "metres": ("m",), "km": ("km",),
    "in": ("inch",), "in.": ("inch",), "inch": ("inch",), "inches": ("inch",), '"': ("inch",), "''": ("inch",),
    "ft": ("ft",), "foot": ("ft",), "feet": ("ft",), "nm": ("nm",),
    "w": ("W",), "watt": ("W",), "watts": ("W",), "kw": ("kW",), "va": ("VA",), "kva": ("kVA",), "v": ("V",),
    "volt": ("V",), "volts": ("V",), "amp": ("A",), "amps": ("A",), "mah": ("mAh",), "wh": ("Wh",), "kwh": ("kWh",),
    "hz": ("Hz",), "hertz": ("Hz",), "khz": ("kHz",), "mhz": ("MHz",), "megahertz": ("MHz",), "ghz": ("GHz",),
    "gigahertz": ("GHz",), "mt/s": ("MT/s",), "db": ("dB", "dBA"), "dba": ("dBA", "dB"), "db(a)": ("dBA", "dB"),
    "decibel": ("dB", "dBA"), "decibels": ("dB", "dBA"), "rpm": ("rpm",), "fps": ("fps",), "cfm": ("cfm",),
    "ns": ("ns",), "ms": ("ms",), "s": ("s",), "sec": ("s",), "second": ("s",), "seconds": ("s",), "min": ("min",),
    "mins": ("min",), "minute": ("min",), "minutes": ("min",), "h": ("h",), "hr": ("h",), "hrs": ("h",),
    "hour": ("h",), "hours": ("h",), "day": ("d",), "days": ("d",), "week": ("week",), "weeks": ("week",),
    "month": ("month",), "months": ("month",), "year": ("year",), "years": ("year",),
    "l": ("L",), "liter": ("L",), "liters": ("L",), "litre": ("L",), "litres": ("L",), "ml": ("mL",),
    "gigabit": ("Gbit/s", "Gbit"), "megabit": ("Mbit/s", "Mbit"), "px": ("px",), "pixel": ("px",), "pixels": ("px",), "megapixel": ("MP",), "megapixels": ("MP",), "mp": ("MP",),
    "dpi": ("dpi",), "ppi": ("ppi",), "%": ("percent",), "percent": ("percent",), "°": ("deg",), "deg": ("deg",),
    "degree": ("deg",), "degrees": ("deg",), "°c": ("degC",), "ohm": ("ohm",), "ohms": ("ohm",), "Ω": ("ohm",),
    "nits": ("cd/m²",), "nit": ("cd/m²",), "cd/m2": ("cd/m²",), "lm": ("lm",), "lumens": ("lm",),
    "mb/s": ("MB/s",), "gb/s": ("GB/s",), "mbps": ("Mbit/s",), "gbps": ("Gbit/s",), "gbit/s": ("Gbit/s",),
}  # fmt: skip

WORDS = LanguageWords(
    language="en",
    function_words=FUNCTION_WORDS,
    closed_words=CLOSED_WORDS,
    fillers=FILLERS,
    operators=OPERATORS,
    gradables=GRADABLES,
    property_words=PROPERTY_WORDS,
    units=UNITS,
    currency_prefixes={
        "$": "USD", "us$": "USD", "usd": "USD", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "¥": "CNY",
        "cny": "CNY", "rmb": "CNY", "cn¥": "CNY", "jpy": "JPY", "c$": "CAD", "cad": "CAD", "a$": "AUD", "aud": "AUD",
        "hk$": "HKD", "hkd": "HKD",
    },
    currency_suffixes={
        "$": "USD", "usd": "USD", "us dollars": "USD", "us dollar": "USD", "dollars": "USD", "dollar": "USD",
        "bucks": "USD", "buck": "USD", "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP",
        "gbp": "GBP", "pounds sterling": "GBP", "quid": "GBP", "cny": "CNY", "rmb": "CNY", "yuan": "CNY",
        "renminbi": "CNY", "yen": "JPY", "jpy": "JPY", "hkd": "HKD", "cad": "CAD", "aud": "AUD",
    },
    multipliers={"k": 1e3, "thousand": 1e3, "grand": 1e3, "hundred": 1e2, "million": 1e6},
    number_words={
        **{w: float(n) for n, w in enumerate(
            ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
             "seventeen eighteen nineteen").split())},
        **{w: 10.0 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)},
        "hundred": 1e2, "thousand": 1e3, "million": 1e6, "half": 0.5, "dozen": 12.0,
    },
    comparators_before={
        "under": "<", "below": "<", "less than": "<", "lower than": "<", "smaller than": "<", "fewer than": "<",
        "cheaper than": "<", "lighter than": "<", "shorter than": "<", "beneath": "<", "<": "<",
        "no more than": "<=", "not more than": "<=", "at most": "<=", "up to": "<=", "max": "<=", "max.": "<=",
        "maximum": "<=", "maximum of": "<=", "a maximum of": "<=", "max of": "<=", "within": "<=", "no higher than": "<=",
        "not exceeding": "<=", "not over": "<=", "no greater than": "<=", "<=": "<=", "≤": "<=", "=<": "<=", "until": "<=",
        "no larger than": "<=", "not above": "<=", "limit of": "<=", "can't exceed": "<=", "cannot exceed": "<=",
        "not to exceed": "<=", "not larger than": "<=", "no heavier than": "<=", "no longer than": "<=",
        "over": ">", "above": ">", "more than": ">", "greater than": ">", "higher than": ">", "larger than": ">",
        "bigger than": ">", "exceeding": ">", "beyond": ">", "longer than": ">", "heavier than": ">", ">": ">",
        "exceeds": ">", "faster than": ">", "upwards of": ">=", "in excess of": ">",
        "at least": ">=", "no less than": ">=", "not less than": ">=", "no fewer than": ">=", "minimum": ">=",
        "minimum of": ">=", "a minimum of": ">=", "min": ">=", "min.": ">=", "from": ">=", "starting at": ">=",
        "starting from": ">=", "not below": ">=", "no lower than": ">=", ">=": ">=", "≥": ">=", "=>": ">=",
        "not under": ">=", "no smaller than": ">=",
        "around": "~", "about": "~", "approximately": "~", "approx": "~", "approx.": "~", "roughly": "~", "~": "~",
        "circa": "~", "near": "~", "close to": "~", "nearly": "~", "≈": "~", "some": "~", "in the region of": "~",
        "exactly": "=", "equal to": "=", "equals": "=", "=": "=", "precisely": "=",
        "not equal to": "!=", "!=": "!=", "≠": "!=", "not exactly": "!=",
    },
    comparators_after={
        "or less": "<=", "or under": "<=", "or below": "<=", "or cheaper": "<=", "or lower": "<=", "or fewer": "<=",
        "or smaller": "<=", "max": "<=", "maximum": "<=", "at most": "<=", "tops": "<=", "and under": "<=",
        "and below": "<=", "at the most": "<=", "or lighter": "<=", "budget": "<=", "or so": "~", "or thereabouts": "~",
        "or more": ">=", "or above": ">=", "or higher": ">=", "or better": ">=", "or over": ">=", "+": ">=",
        "and up": ">=", "and above": ">=", "and over": ">=", "minimum": ">=", "at least": ">=", "at minimum": ">=",
        "or larger": ">=", "or bigger": ">=", "or greater": ">=", "and more": ">=", "or up": ">=", "plus": ">=",
        "upwards": ">=", "and higher": ">=", "or faster": ">=",
    },
    range_separators=("-", "~", "to", "up to", "through", "till"),
    range_starts=("between", "from", "in between", "ranging from"),
    pair_separators=("and", "&"),
    ordinal_pattern=r"(?:the )?(\d{1,2})(?:st|nd|rd|th)(?: one)?",
    limit_pattern=r"(?:the )?(?:top|best|first) (\d{1,3}|two|three|four|five|six|seven|eight|nine|ten)",
    codes=frozenset({"2k", "4k", "5k", "6k", "8k"}),
    preference_words=("preference", "requirement", "limit", "restriction"),
    budget_words=("budget",),
    count_nouns=("number of", "count"),
    each_nouns=("each", "per "),
    measure_words=("pieces of", "piece of", "pieces", "pcs", "units"),
    detection_words=frozenset(
        """a an the is are was do does did can could would will what which who why how where when and or not no with
        without under over of for to in on it its this that these those i you me my show find recommend compare need
        want please hello hi thanks have has any some more less than at least most cheapest best""".split()
    ),
)  # fmt: skip
