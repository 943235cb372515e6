//! The program as a program: exit codes, messages, and the files that it leaves alone.

use crate::facts::root;
use flate2::Compression;
use flate2::write::GzEncoder;
use rapporteur::store::{GraphDirectory, Manifest, Shard};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder with the graph of the questions in it.
struct Desk {
    folder: tempfile::TempDir,
}

/// What a run of the program gave.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Desk {
    fn new() -> Self {
        Self::with(&fs::read_to_string(root("tests/queries/graph.nq")).expect("the graph is there"))
    }

    fn with(quads: &str) -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a folder") };
        let directory = GraphDirectory::new(&desk.path("graph"));
        directory.prepare().expect("creatable");
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(quads.as_bytes()).expect("in memory");
        fs::write(desk.path("graph/quads/all.nq.gz"), encoder.finish().expect("in memory")).expect("writable");
        let shard = Shard { file: "all.nq.gz".to_owned(), quads: quads.lines().count(), ..Shard::default() };
        let manifest = Manifest { graphs: [("reference".to_owned(), shard)].into(), ..Manifest::default() };
        directory.commit(&manifest).expect("committed");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("writable");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Runs the program in the folder, in which the graph is where it looks for one.
    fn run(&self, arguments: &[&str]) -> Run {
        run_in(self.folder.path(), arguments)
    }
}

pub fn run_in(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_rapporteur")).args(arguments).current_dir(folder).output().expect("it starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Run { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
}

#[test]
fn an_unknown_class_is_wrong_usage_and_the_joined_table_stays() {
    let desk = Desk::new();
    desk.write("gdp.csv", "state,gdp\nTajikistan,10\nKyrgyzstan,8\n");
    let link = ["link", "gdp.csv", "--key", "state", "--as", "name", "--class"];
    let joined = desk.run(&[&link[..], &["State"]].concat());
    assert_eq!(joined.code, 0, "{}", joined.err);
    let before = desk.read("graph/manifest.json");
    let refused = desk.run(&[&link[..], &["Stat"]].concat());
    assert_eq!(refused.code, 2, "{}", refused.err);
    assert!(refused.err.contains("`Stat`") && refused.err.contains("Organisation, Person, Place, State"), "{}", refused.err);
    assert_eq!(desk.read("graph/manifest.json"), before);
}

#[test]
fn corrections_go_round_and_are_kept() {
    let desk = Desk::new();
    desk.write("t.csv", "state,n\nTajikstan,1\nAtlantis,2\nKirgizia,3\nKazakhstan,4\n");
    let link = ["link", "t.csv", "--key", "state", "--as", "name"];
    let with = |file: &str| desk.run(&[&link[..], &["--corrections", file]].concat());
    assert_eq!(desk.run(&link).code, 3);
    // A candidate as the file offers it; the file that is given is not written over.
    let open = desk.read("graph/t.unmatched.csv");
    assert!(open.contains("Tajikistan (state/TJK)"), "{open}");
    let filled = open.replace("Tajikistan (state/TJK),\n", "Tajikistan (state/TJK),Tajikistan (state/TJK)\n");
    assert_ne!(open, filled);
    desk.write("graph/t.unmatched.csv", &filled);
    let second = with("graph/t.unmatched.csv");
    assert!(second.err.contains("2 matched, 0 ambiguous, 2 unmatched"), "{}", second.err);
    assert_eq!(desk.read("graph/t.unmatched.csv"), filled);
    assert!(desk.read("graph/t.unmatched-2.csv").contains("Atlantis"));
    // A smaller file afterwards adds to what was said before.
    desk.write("more.csv", "column,key,entity\nstate,Atlantis,-\nstate,Lemuria,TJK\n");
    let third = with("more.csv");
    assert!(third.err.contains("2 matched, 0 ambiguous, 1 unmatched, 1 left out"), "{}", third.err);
    assert!(third.err.contains("more.csv, line 3: no row has `Lemuria` in the column `state`"), "{}", third.err);
    let kept = "column,key,entity\nstate,Atlantis,-\nstate,Lemuria,state/TJK\nstate,Tajikstan,state/TJK\n";
    assert_eq!(desk.read("graph/t.corrections.csv"), kept);
    // All that is wrong in one run, and nothing changes by it.
    desk.write("wrong.csv", "column,key,entity\nstate,Kirgizia,state/KGX\nstate,Atlantis,Q0\n");
    let wrong = with("wrong.csv");
    assert_eq!(wrong.code, 1);
    assert!(wrong.err.contains("wrong.csv, line 2:") && wrong.err.contains("wrong.csv, line 3:"), "{}", wrong.err);
    assert_eq!(desk.read("graph/t.corrections.csv"), kept);
    let clash = desk.run(&[&link[..], &["--corrections", "more.csv", "--unmatched", "more.csv"]].concat());
    assert_eq!(clash.code, 1, "{}", clash.err);
    assert!(desk.read("more.csv").contains("Lemuria"));
}

#[test]
fn messages_say_what_is_wrong() {
    let desk = Desk::new();
    let says = |arguments: &[&str], words: &[&str]| {
        let run = desk.run(arguments);
        assert!(words.iter().all(|word| run.err.contains(word)), "{words:?} are not in\n{}", run.err);
        run
    };
    says(&["query", "-e", "SELECT ?s { ?s foo:bar ?o }"], &["the prefix foo: is not declared"]);
    says(&["export", "--format", "csv", "--view", "nosuch"], &["no view is named `nosuch`", "co-signatures", ", whole"]);
    says(&["check", "--name", "nosuch"], &["no check is named `nosuch`"]);
    says(&["explain", "TJK", "memberOff"], &["did you mean org:memberOf"]);
    says(&["explain", "TJK", "rap:sponsers"], &["did you mean rap:sponsors"]);
    desk.write("none.rq", "SELECT ?source ?target { ?source rap:statedIn ?target FILTER (false) }");
    let empty = says(&["export", "--format", "csv", "--view", "none.rq"], &["the view none.rq is empty"]);
    assert_eq!((empty.code, empty.out.lines().count()), (0, 1), "{}", empty.out);
    let full = desk.run(&["export", "--format", "csv", "--view", "memberships"]);
    assert!(full.err.is_empty() && full.out.lines().count() > 1, "{}", full.err);
}

#[test]
fn long_labels_are_cut_in_tables_and_whole_in_json() {
    let title = "A title as long as those of conventions are: on the protection of all that needs to be protected from everybody";
    let quads = fs::read_to_string(root("tests/queries/graph.nq")).expect("the graph is there");
    let name = "\"Treaty on the Non-Proliferation of Nuclear Weapons\"@en";
    assert!(quads.contains(name), "the title that is replaced");
    let desk = Desk::with(&quads.replace(name, &format!("\"{title}\"@en")));
    let table = desk.run(&["stats", "--top", "50"]).out;
    assert!(table.contains(&format!("{}...", &title[..60])) && !table.contains(title), "{table}");
    assert!(desk.run(&["stats", "--top", "50", "--json"]).out.contains(title));
}

#[test]
fn answers_have_names_and_say_why_they_are_empty() {
    let desk = Desk::new();
    let table = desk.run(&["query", "--name", "members-of-organisation", "--format", "table"]).out;
    assert!(table.contains("Tajikistan (TJK)") && !table.contains("state/TJK"), "{table}");
    let codes = desk.run(&["query", "--name", "members-of-organisation", "--format", "table", "--labels", "none"]).out;
    assert!(codes.contains("state/TJK") && !codes.contains("Tajikistan (TJK)"), "{codes}");
    let csv = desk.run(&["query", "-e", "SELECT ?state { ?state org:memberOf <organisation/CSTO> }", "--labels", "fr"]).out;
    assert!(csv.starts_with("state,stateLabel\r\n") && csv.contains("state/TJK,Tadjikistan"), "{csv}");
    let empty = desk.run(&["query", "-e", "SELECT ?state { ?state org:membersOf ?x }"]);
    assert_eq!((empty.code, empty.err.trim()), (0, "nothing in the graph has org:membersOf; did you mean org:memberOf?"));
    assert!(desk.run(&["query", "--list"]).out.contains("--bind organisation=... --bind member=..."));
    assert!(desk.run(&["query", "--show", "most-cited"]).out.contains("SELECT"));
    // Behind the first empty line stand the facts.
    let spelt = |word: &str| desk.run(&["explain", "TJK", word, "CSTO"]).out.split_once("\n\n").expect("facts").1.to_owned();
    assert!(spelt("memberOf").contains("1 fact"), "{}", spelt("memberOf"));
    for word in ["member-of", "member_of", "member of", "MemberOf", "org:memberOf"] {
        assert_eq!(spelt(word), spelt("memberOf"), "{word}");
    }
}

#[test]
fn each_command_has_a_page_and_hidden_ones_stay_hidden() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["man", "--output", "man"]).code, 0);
    assert!(desk.read("man/rapporteur-query.1").contains("rapporteur query"));
    assert!(desk.run(&["man", "nonsense"]).err.contains("there are: build, extract"));
    for shell in ["bash", "zsh", "fish"] {
        let script = desk.run(&["completions", shell]).out;
        assert!(script.contains("members-of-organisation") && !script.contains("read-apart"), "{shell}");
    }
}
