//! The terms of the graph. Every `rap:` term here is defined in `ontology/rapporteur.ttl`; a test compares them.

/// Namespace of the items of Wikidata.
pub const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// The project's own vocabulary.
pub mod rap {
    pub const NS: &str = "https://w3id.org/rapporteur/ns#";

    macro_rules! terms {
        ($($name:ident = $local:literal),* $(,)?) => {
            $(pub const $name: &str = concat!("https://w3id.org/rapporteur/ns#", $local);)*
            /// All terms, for the comparison with the ontology.
            pub const ALL: &[&str] = &[$($name),*];
        };
    }

    terms! {
        // Classes.
        STATE = "State", ORGANISATION = "Organisation", LETTER = "Letter", NOTE = "Note", RESOLUTION = "Resolution",
        DRAFT_RESOLUTION = "DraftResolution", PRESIDENTIAL_STATEMENT = "PresidentialStatement",
        VERBATIM_RECORD = "VerbatimRecord", REPORT = "Report", DECLARATION = "Declaration",
        JOINT_STATEMENT = "JointStatement", REQUEST_FOR_ITEM = "RequestForItem",
        EXPLANATORY_MEMORANDUM = "ExplanatoryMemorandum", DOCUMENT = "Document", ANNEX = "Annex",
        PARAGRAPH = "Paragraph", MEETING = "Meeting", SPEECH = "Speech", AGENDA_ITEM = "AgendaItem",
        INSTRUMENT_CLASS = "Instrument", EVENT = "Event", STATEMENT = "Statement", EVIDENCE_CLASS = "Evidence",
        COPY = "Copy", PLACE = "Place", ACTION_CLASS = "Action",
        // Membership and standing.
        ROLE = "role", FOUNDING_MEMBER = "FoundingMember", FULL_MEMBER = "FullMember", NEW_MEMBER = "NewMember",
        FROM = "from", UNTIL = "until", AS_OF = "asOf", ON = "on", GRANTED_BY = "grantedBy",
        FORMER_MEMBER_OF = "formerMemberOf", JOINED = "joined", OBSERVER_IN = "observerIn", PARTNER_OF = "partnerOf",
        CHAIRS = "chairs", CONDEMNS = "condemns", COMMENDS = "commends", CANDIDATE_FOR = "candidateFor", COOPERATES_WITH = "cooperatesWith",
        INSTRUMENT = "instrument", REPRESENTS = "represents",
        // Citation.
        RECALLS = "recalls", REAFFIRMS = "reaffirms", ACTS_UNDER = "actsUnder", REFERS_TO = "refersTo",
        WELCOMES = "welcomes", SUPPORTS = "supports", NOTES = "notes", REGRETS = "regrets", CALLS_FOR = "callsFor",
        PROVISION = "provision",
        // Mandates of programmes.
        PROGRAMME = "Programme", MANDATED_BY = "mandatedBy",
        // Documents and copies.
        ORIGINAL_LANGUAGE = "originalLanguage", JOB_NUMBER = "jobNumber", DISTRIBUTION = "distribution",
        PROBLEM = "Problem", PATH = "path", WHERE = "where", SEVERITY = "severity", MESSAGE = "message",
        FILE = "file", DIGEST = "digest", SIZE = "size", PAGES = "pages",
        SESSION = "session", AGENDA_ITEM_OF = "agendaItem", ADDRESSED_TO = "addressedTo", SENT_BY = "sentBy",
        SIGNED_BY = "signedBy", TRANSMITS = "transmits", CIRCULATION_UNDER = "circulationUnder",
        ADOPTED_BY = "adoptedBy", ISSUED_BY = "issuedBy", ADOPTED_ON = "adoptedOn", ADOPTED_AT = "adoptedAt",
        SPONSORS = "sponsors", VOTED_FOR = "votedFor", VOTED_AGAINST = "votedAgainst", ABSTAINED_ON = "abstainedOn",
        ADOPTED_FROM = "adoptedFrom", RECOMMENDED_IN = "recommendedIn", RECORDED_IN = "recordedIn", ADOPTED_IN = "adoptedIn",
        // Meetings and speeches.
        RECORD_OF = "recordOf", HELD_ON = "heldOn", HELD_AT = "heldAt", STARTED_AT = "startedAt", ENDED_AT = "endedAt",
        PRESIDED_BY = "presidedBy", AGENDA = "agenda", COUNCIL_MEMBER = "councilMember", INVITED = "invited",
        REPRESENTED_BY = "representedBy", RULE = "rule", POSITION = "position", SPEAKER = "speaker",
        SPEAKER_ONE_OF = "speakerOneOf",
        ON_BEHALF_OF = "onBehalfOf", IN_CAPACITY = "inCapacity", SPOKEN_LANGUAGE = "spokenLanguage",
        PROCEDURAL = "procedural", HOSTED_BY = "hostedBy",
        // Paragraphs and mentions.
        NUMBER = "number", PREAMBULAR = "preambular", OPERATIVE = "operative", ACTION = "action",
        // What paragraphs ask, and the life of mandates and measures.
        GROUP = "Group", ADDRESSEE = "addressee", REQUESTS_REPORT = "requestsReport", REPORTS_TO = "reportsTo",
        DUE_BY = "dueBy", DUE_SESSION = "dueSession", DUE_WITHIN = "dueWithin", EVERY = "every", COMPUTED = "computed",
        EXTENDS_MANDATE = "extendsMandate", ESTABLISHES = "establishes", TERMINATES = "terminates",
        AUTHORISES = "authorises", RENEWS_MEASURES = "renewsMeasures", IMPOSES_MEASURES = "imposesMeasures",
        LIFTS_MEASURES = "liftsMeasures", MEASURE = "measure", PERIOD = "period",
        MENTIONS = "mentions", COUNT = "count",
        // Statements and evidence.
        CLAIMED_BY = "claimedBy", STATED_IN = "statedIn", EVIDENCE = "evidence", SOURCE = "source", START = "start",
        END = "end", PAGE = "page", QUOTE = "quote", EXTRACTOR = "extractor", PATTERN = "pattern",
        ANTECEDENT = "antecedent",
        // Codes of other systems.
        ISO2 = "iso2", ISO3 = "iso3", ISO_NUMERIC = "isoNumeric", M49 = "m49", COW = "cow", COW_IGO = "cowIgo",
        // Joined tables.
        ROW = "Row", ABOUT = "about", ROW_NUMBER = "rowNumber",
        // Measures of the network of all facts.
        DEGREE = "degree", PAGE_RANK = "pageRank", BETWEENNESS = "betweenness", COMPONENT = "component",
        COMMUNITY = "community",
    }
}

pub mod rdf {
    pub const PROPERTY: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#Property";
    pub const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
    pub const SUBJECT: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject";
    pub const PREDICATE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate";
    pub const OBJECT: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#object";
}

pub mod org {
    pub const MEMBER_OF: &str = "http://www.w3.org/ns/org#memberOf";
    pub const SUB_ORGANIZATION_OF: &str = "http://www.w3.org/ns/org#subOrganizationOf";
    pub const HOLDS: &str = "http://www.w3.org/ns/org#holds";
    pub const POST_IN: &str = "http://www.w3.org/ns/org#postIn";
    pub const POST: &str = "http://www.w3.org/ns/org#Post";
}

pub mod dcterms {
    pub const TITLE: &str = "http://purl.org/dc/terms/title";
    pub const DATE: &str = "http://purl.org/dc/terms/date";
    pub const ISSUED: &str = "http://purl.org/dc/terms/issued";
    pub const LANGUAGE: &str = "http://purl.org/dc/terms/language";
    pub const HAS_PART: &str = "http://purl.org/dc/terms/hasPart";
    pub const IS_PART_OF: &str = "http://purl.org/dc/terms/isPartOf";
    pub const IS_VERSION_OF: &str = "http://purl.org/dc/terms/isVersionOf";
    pub const SUBJECT: &str = "http://purl.org/dc/terms/subject";
    pub const SOURCE: &str = "http://purl.org/dc/terms/source";
}

pub mod cito {
    pub const CITES: &str = "http://purl.org/spar/cito/cites";
}

pub mod foaf {
    pub const PERSON: &str = "http://xmlns.com/foaf/0.1/Person";
    pub const NAME: &str = "http://xmlns.com/foaf/0.1/name";
}

pub mod skos {
    pub const NOTATION: &str = "http://www.w3.org/2004/02/skos/core#notation";
    pub const PREF_LABEL: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";
    pub const ALT_LABEL: &str = "http://www.w3.org/2004/02/skos/core#altLabel";
    pub const CONCEPT: &str = "http://www.w3.org/2004/02/skos/core#Concept";
    pub const EXACT_MATCH: &str = "http://www.w3.org/2004/02/skos/core#exactMatch";
}

pub mod owl {
    pub const SAME_AS: &str = "http://www.w3.org/2002/07/owl#sameAs";
}

pub mod rdfs {
    pub const LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
    pub const SEE_ALSO: &str = "http://www.w3.org/2000/01/rdf-schema#seeAlso";
    pub const SUB_PROPERTY_OF: &str = "http://www.w3.org/2000/01/rdf-schema#subPropertyOf";
}

pub mod xsd {
    pub const NS: &str = "http://www.w3.org/2001/XMLSchema#";
    pub const DATE: &str = "http://www.w3.org/2001/XMLSchema#date";
    pub const G_YEAR_MONTH: &str = "http://www.w3.org/2001/XMLSchema#gYearMonth";
    pub const G_YEAR: &str = "http://www.w3.org/2001/XMLSchema#gYear";
    pub const TIME: &str = "http://www.w3.org/2001/XMLSchema#time";
    pub const DURATION: &str = "http://www.w3.org/2001/XMLSchema#duration";
    pub const INTEGER: &str = "http://www.w3.org/2001/XMLSchema#integer";
    pub const BOOLEAN: &str = "http://www.w3.org/2001/XMLSchema#boolean";
    pub const DOUBLE: &str = "http://www.w3.org/2001/XMLSchema#double";
    pub const DATE_TIME: &str = "http://www.w3.org/2001/XMLSchema#dateTime";
    pub const ANY_URI: &str = "http://www.w3.org/2001/XMLSchema#anyURI";
    pub const STRING: &str = "http://www.w3.org/2001/XMLSchema#string";
    pub const DECIMAL: &str = "http://www.w3.org/2001/XMLSchema#decimal";
}

/// Prefixes with which people write the terms.
pub const PREFIXES: &[(&str, &str)] = &[
    ("rap", rap::NS),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("cito", "http://purl.org/spar/cito/"),
];

/// A term of the program by its prefixed name: what data files may state.
#[must_use]
pub fn term(name: &str) -> Option<&'static str> {
    rap::ALL.iter().chain(&[org::MEMBER_OF]).find(|iri| shorten(iri) == name).copied()
}

/// A term by its prefixed name (`rap:chairs`), or the IRI as it is.
#[must_use]
pub fn shorten(iri: &str) -> String {
    let known = PREFIXES.iter().find_map(|(prefix, ns)| iri.strip_prefix(ns).map(|local| format!("{prefix}:{local}")));
    known.unwrap_or_else(|| iri.to_owned())
}
