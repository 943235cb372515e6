//! The graph directory under the hands of people and of chance: spellings of a path, its own files, several writers,
//! damage, folders that are away, processes that are killed.

use crate::commands::{Run, run_in};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// A folder to work in.
pub struct Desk(tempfile::TempDir);

impl Desk {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A resolution that recalls another.
    pub fn document(&self, file: &str, number: usize, cited: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("creatable");
        fs::write(path, text(number, cited)).expect("writable");
    }

    pub fn run(&self, arguments: &str) -> Run {
        run_in(self.0.path(), &arguments.split(' ').collect::<Vec<_>>())
    }

    /// What the graph says is cited.
    pub fn cited(&self, graph: &str) -> Vec<String> {
        let query = "SELECT ?x WHERE { ?d cito:cites ?x } ORDER BY ?x";
        let run = run_in(self.0.path(), &["query", "--graph", graph, "--format", "csv", "-e", query]);
        assert_eq!(run.code, 0, "{}", run.err);
        run.out.lines().skip(1).filter_map(|line| line.trim().rsplit("/RES/").next().map(str::to_owned)).collect()
    }
}

fn text(number: usize, cited: &str) -> String {
    format!(
        "United Nations A/RES/90/{number}\n\nGeneral Assembly\n\nDistr.: General\n5 December 2035\n\nNinetieth session\n\n\
         Resolution adopted by the General Assembly on 5 December 2035\n\n90/{number}. Care of wells\n\nThe General Assembly,\n\n\
         Recalling its resolution {cited} of 8 December 2005,\n\n1. Decides to remain seized of the matter.\n"
    )
}

/// All files of the graph that are its truth, with their bytes.
pub fn bytes(graph: &Path) -> Vec<(String, Vec<u8>)> {
    let folders = [graph.join("quads"), graph.join("text"), graph.to_owned()];
    let mut all: Vec<(String, Vec<u8>)> = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten())
        .filter(|entry| entry.path().is_file())
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("readable")))
        .collect();
    all.sort();
    all
}

#[test]
fn a_source_is_a_file_however_it_is_typed() {
    let desk = Desk::new();
    desk.document("d/one.txt", 1, "60/1");
    assert_eq!(desk.run("build d --graph g").code, 0);
    desk.document("d/one.txt", 1, "60/77");
    let here = desk.path("d").display().to_string();
    for typed in ["./d", "d/../d", "d/one.txt", &here] {
        assert_eq!(desk.run(&format!("build {typed} --graph ./g")).code, 0, "{typed}");
        assert_eq!(desk.cited("g"), ["60/77"], "{typed}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(desk.path("d"), desk.path("link")).expect("a link");
        assert_eq!(desk.run("build link --graph g").code, 0);
        assert_eq!(desk.cited("g"), ["60/77"]);
    }
    // From within another folder, the graph by another path.
    let run = run_in(&desk.path("d"), &["build", ".", "--graph", "../g"]);
    assert_eq!((run.code, desk.cited("g")), (0, vec!["60/77".to_owned()]), "{}", run.err);
}

#[test]
fn a_graph_is_no_input() {
    let desk = Desk::new();
    desk.document("one.txt", 1, "60/1");
    for _ in 0..2 {
        let run = desk.run("build .");
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.err.contains("1 documents"), "{}", run.err);
    }
    // Nor is another graph, within a folder or named.
    assert_eq!(desk.run("build one.txt --graph other").code, 0);
    assert_eq!(desk.run("build .").code, 0);
    let run = desk.run("build other --graph third");
    assert!(run.code == 3 && run.err.contains("a graph is no input"), "{}", run.err);
}

#[test]
fn two_writers_come_one_after_the_other() {
    let desk = Desk::new();
    for number in 0..20 {
        desk.document(&format!("a/{number}.txt"), 100 + number, &format!("60/{number}"));
        desk.document(&format!("b/{number}.txt"), 200 + number, &format!("61/{number}"));
    }
    let start = |folder: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        command.current_dir(desk.0.path()).args(["build", folder, "--graph", "g"]).stderr(Stdio::null()).stdout(Stdio::null());
        command.spawn().expect("it starts")
    };
    let mut both = [start("a"), start("b")];
    // Who reads meanwhile sees a graph, or none yet.
    while both.iter_mut().any(|child| child.try_wait().expect("a child").is_none()) {
        let run = run_in(desk.0.path(), &["query", "--graph", "g", "-e", "ASK { ?s ?p ?o }"]);
        assert!(run.code == 0 || run.err.contains("no graph here"), "{}", run.err);
    }
    assert_eq!(desk.cited("g").len(), 40);
}

#[test]
fn damage_is_named_and_mended() {
    let desk = Desk::new();
    desk.document("d/one.txt", 1, "60/1");
    desk.document("d/two.txt", 2, "60/2");
    assert_eq!(desk.run("build d --graph g").code, 0);
    let whole = bytes(&desk.path("g"));
    let shards = || fs::read_dir(desk.path("g/quads")).expect("a folder").flatten().map(|e| e.path());
    let damages: [&dyn Fn(&Path); 4] = [
        &|file| fs::write(file, "").expect("writable"),
        &|file| fs::remove_file(file).expect("removed"),
        &|file| fs::write(file, &fs::read(file).expect("readable")[..40]).expect("writable"),
        &|file| {
            let mut bytes = fs::read(file).expect("readable");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 16;
            fs::write(file, bytes).expect("writable");
        },
    ];
    for (number, damage) in damages.iter().enumerate() {
        for options in ["", " --force"] {
            shards().for_each(|file| damage(&file));
            // The index knows what the quads were; the check of the files does not trust it.
            let run = desk.run("graph verify --graph g");
            assert!(run.code == 3 && run.err.contains("damaged") && run.err.contains("d/one.txt"), "{number}: {}", run.err);
            assert_eq!(desk.run(&format!("build d --graph g{options}")).code, 0);
            assert!(whole == bytes(&desk.path("g")), "{number}{options}");
            assert_eq!(desk.run("graph verify --graph g").code, 0);
        }
    }
    fs::remove_dir_all(desk.path("g/index")).expect("removed");
    assert_eq!(desk.cited("g"), ["60/1", "60/2"]);
    assert!(desk.path("g/index").is_dir(), "the index is written again");
}

#[test]
fn what_cannot_be_looked_for_is_kept() {
    let desk = Desk::new();
    desk.document("w/d/one.txt", 1, "60/1");
    assert_eq!(desk.run("build w/d --graph g").code, 0);
    fs::rename(desk.path("w"), desk.path("w.away")).expect("renamed");
    let run = desk.run("build w/d --graph g");
    assert!(run.code == 3 && run.err.contains("is kept"), "{}", run.err);
    assert_eq!(desk.cited("g"), ["60/1"]);
    // An empty folder is what a share that is not mounted looks like.
    fs::create_dir_all(desk.path("w/d")).expect("created");
    assert_eq!(desk.run("build w/d --graph g").code, 3);
    assert_eq!(desk.cited("g"), ["60/1"]);
    assert_eq!(desk.run("build w/d --graph g --prune").code, 0);
    assert!(desk.cited("g").is_empty());
    // A file that is gone from a folder that is there is gone.
    desk.document("e/one.txt", 1, "60/1");
    desk.document("e/two.txt", 2, "60/2");
    desk.run("build e --graph h");
    fs::remove_file(desk.path("e/one.txt")).expect("removed");
    assert_eq!(desk.run("build e --graph h").code, 0);
    assert_eq!(desk.cited("h"), ["60/2"]);
    // What was built from elsewhere stays.
    desk.document("f/three.txt", 3, "60/3");
    assert_eq!(desk.run("build f --graph h").code, 0);
    assert_eq!(desk.cited("h"), ["60/2", "60/3"]);
}

#[test]
fn parts_make_the_graph_that_the_whole_makes() {
    let desk = Desk::new();
    for number in 0..6 {
        desk.document(&format!("{}/{number}.txt", if number < 3 { "a" } else { "b" }), number + 1, &format!("60/{number}"));
    }
    for command in ["build a b --graph whole", "build a --output one", "build b --output two", "merge one two --graph merged"] {
        let run = desk.run(command);
        assert_eq!(run.code, 0, "{command}: {}", run.err);
    }
    assert!(!desk.path("one/index").exists());
    assert_eq!(bytes(&desk.path("whole")), bytes(&desk.path("merged")));
    assert_eq!(desk.cited("merged").len(), 6);
    assert_eq!(desk.run("merge one two --graph merged").code, 0);
    assert_eq!(bytes(&desk.path("whole")), bytes(&desk.path("merged")));
    assert_ne!(desk.run("merge merged --graph merged").code, 0);
}

#[test]
fn texts_are_kept_unless_not_wanted() {
    let desk = Desk::new();
    desk.document("d/one.txt", 1, "60/1");
    assert_eq!(desk.run("build d --graph g").code, 0);
    for name in ["A/RES/90/1@en", "document/A/RES/90/1@en", "https://w3id.org/rapporteur/id/document/A/RES/90/1@en"] {
        let run = desk.run(&format!("text {name} --graph g"));
        assert_eq!((run.code, run.out.as_str()), (0, text(1, "60/1").as_str()), "{name}: {}", run.err);
    }
    assert!(desk.run("text A/RES/90/1@fr --graph g").err.contains("there are: A/RES/90/1@en"));
    assert_eq!(desk.run("build d --graph none --no-text").code, 0);
    assert!(desk.run("text A/RES/90/1@en --graph none").err.contains("without --no-text"));
    // Texts come with the next build.
    assert_eq!(desk.run("build d --graph none").code, 0);
    assert_eq!(desk.run("text A/RES/90/1@en --graph none").code, 0);
}

/// A graph that the layout of an earlier version holds.
#[test]
fn an_earlier_version_is_named_and_built_anew() {
    let desk = Desk::new();
    desk.document("d/one.txt", 1, "60/1");
    desk.document("e/two.txt", 2, "60/2");
    fs::create_dir_all(desk.path("g/quads")).expect("created");
    let record = r#"{ "digest": "", "shard": { "file": "00.nq.gz", "quads": 1 }, "copies": [], "facts": {}, "problems": [] }"#;
    let manifest = format!(
        r#"{{ "program": "0", "base": "https://w3id.org/rapporteur/id/", "graphs": {{}}, "sources": {{ "e/two.txt": {record} }} }}"#
    );
    fs::write(desk.path("g/manifest.json"), manifest).expect("writable");
    fs::write(desk.path("g/quads/00.nq.gz"), "").expect("writable");
    let run = run_in(desk.0.path(), &["query", "--graph", "g", "-e", "ASK { ?s ?p ?o }"]);
    assert!(run.code == 1 && run.err.contains("an earlier version") && run.err.contains("rapporteur build"), "{}", run.err);
    assert_eq!(desk.run("build d --graph g").code, 0);
    assert_eq!(desk.cited("g"), ["60/1", "60/2"]);
}

/// Builds that are killed leave the old graph or the new one, and the next build gives the same bytes as if nothing had
/// been. A sample of points in time; `RAPPORTEUR_KILLS` asks for more.
#[test]
fn a_kill_at_any_moment_does_no_harm() {
    let desk = Desk::new();
    let kills = std::env::var("RAPPORTEUR_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(20);
    for number in 0..40 {
        desk.document(&format!("d/{number}.txt"), number + 1, "60/1");
    }
    let change =
        |round: u64| (0..20).for_each(|number| desk.document(&format!("d/{number}.txt"), number + 1, &format!("6{}/1", round % 3)));
    let expected: Vec<_> = (0..3)
        .map(|round| {
            change(round);
            assert_eq!(desk.run(&format!("build d --graph fresh{round}")).code, 0);
            bytes(&desk.path(&format!("fresh{round}")))
        })
        .collect();
    assert_eq!(desk.run("build d --graph g").code, 0);
    let mut moment = 7_u64;
    for round in 0..kills {
        change(round);
        moment = moment.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        command.current_dir(desk.0.path()).args(["build", "d", "--graph", "g"]).stderr(Stdio::null());
        let mut child = command.spawn().expect("it starts");
        std::thread::sleep(Duration::from_micros((moment >> 33) % 900_000));
        let _ = child.kill();
        let _ = child.wait();
        // Old or new: twenty documents cite what they cited before, or what they cite now.
        let mut cited = desk.cited("g");
        cited.dedup();
        assert!((1..=2).contains(&cited.len()), "round {round}: {cited:?}");
        assert_eq!(desk.run("graph verify --graph g").code, 0, "round {round}");
        if round % 4 == 3 {
            assert_eq!(desk.run("build d --graph g").code, 0);
            assert!(bytes(&desk.path("g")) == expected[(round % 3) as usize], "round {round}");
        }
    }
}

#[cfg(unix)]
#[test]
fn odd_files_are_problems_each() {
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::new();
    desk.document("d/one.txt", 1, "60/1");
    let odd = desk.path("d").join(std::ffi::OsStr::from_bytes(b"odd\xff.txt"));
    fs::write(odd, text(2, "60/2")).expect("writable");
    let _socket = std::os::unix::net::UnixListener::bind(desk.path("d/socket")).expect("a socket");
    desk.document("d/esc\u{1b}[2J.bin", 3, "60/3");
    fs::write(desk.path("d/esc\u{1b}[2J.bin"), b"\x7FELF").expect("writable");
    let run = desk.run("build d --graph g");
    assert_eq!(run.code, 3);
    for part in ["its name is not UTF-8", "it is no regular file", "esc\\u{1b}[2J.bin"] {
        assert!(run.err.contains(part), "{part} is not in\n{}", run.err);
    }
    assert!(!run.err.contains('\u{1b}'));
    assert_eq!(desk.cited("g"), ["60/1"]);
    let run = run_in(desk.0.path(), &["build", "/dev/null", "--graph", "g"]);
    assert!(run.code == 3 && run.err.contains("no regular file"), "{}", run.err);
    // Files have the mode that the user's files have.
    let mode = |path: &str| std::os::unix::fs::MetadataExt::mode(&fs::metadata(desk.path(path)).expect("it is there")) & 0o777;
    assert_eq!(mode("g/manifest.json"), mode("d/one.txt"));
}

#[test]
fn a_base_that_is_none_is_refused() {
    let desk = Desk::new();
    desk.document("d/one.txt", 1, "60/1");
    let run = desk.run("extract d --base no-iri");
    assert!(run.code == 2 && run.err.contains("is no base"), "{} {}", run.code, run.err);
}

#[test]
fn a_manifest_that_is_wrong_is_told() {
    let desk = Desk::new();
    desk.document("d/one.txt", 1, "60/1");
    desk.document("d/two.txt", 2, "60/2");
    let rows = "path,symbol,language,date\nd/one.txt,,en,2035-13-41\nd/three.txt,A/1,en,\nd,A/2,en,\n./d/../d/two.txt,A/90/[7],,\n";
    fs::write(desk.path("m.csv"), rows).expect("writable");
    let run = desk.run("build d --graph sub/g --manifest m.csv");
    assert_eq!(run.code, 3, "{}", run.err);
    for part in ["the date 2035-13-41, which is none", "d/three.txt: the manifest has a row", "d: the manifest gives the name of a folder"]
    {
        assert!(run.err.contains(part), "{part} is not in\n{}", run.err);
    }
    // The row of a file counts, however its path is typed; its symbol gives an IRI.
    let run = desk.run("export --graph sub/g --format nquads");
    assert!(run.out.contains("/document/A/90/%5B7%5D>"), "{}", run.out);
}

/// One line that is no text loses itself alone.
#[test]
fn a_bad_line_of_standard_input_loses_itself_alone() {
    let desk = Desk::new();
    let good = |id: &str, cited: &str| serde_json::json!({ "id": id, "text": text(1, cited) }).to_string().into_bytes();
    let lines = [good("a", "60/1"), b"{\"id\": \"b\xff\", \"text\": \"x\"}".to_vec(), good("a\0b", "60/2")].join(&b'\n');
    fs::write(desk.path("in.jsonl"), lines).expect("writable");
    let input = fs::File::open(desk.path("in.jsonl")).expect("it is there");
    let output = Command::new(env!("CARGO_BIN_EXE_rapporteur")).args(["extract", "-"]).stdin(input).output().expect("it runs");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(3), "{err}");
    assert!(out.contains("/document/A/RES/60/1>") && out.contains("/document/A/RES/60/2>"), "{err}");
    assert!(err.contains("line 2: the line is not UTF-8"), "{err}");
}

/// On a disk that is full a build fails, and the graph is what it was.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_graph_as_it_was() {
    let desk = Desk::new();
    desk.document("a/one.txt", 1, "60/1");
    (0..60).for_each(|number| desk.document(&format!("b/{number}.txt"), 2 + number, "60/2"));
    let script = r#"mkdir -p small && mount -t tmpfs -o size=32m none small || exit 99
        "$0" build a --graph small/g 2>/dev/null || exit 98
        head -c $(($(df --output=avail -B1 small | tail -1) - 150000)) /dev/zero > small/fill
        "$0" build b --graph small/g 2>err; echo "code $?"
        "$0" query --graph small/g --format csv -e 'SELECT ?x WHERE { ?d cito:cites ?x }'
        "$0" graph verify --graph small/g 2>/dev/null; echo "verified $?"
        rm small/fill; "$0" build b --graph small/g 2>/dev/null; echo "again $?""#;
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", script, env!("CARGO_BIN_EXE_rapporteur")]).current_dir(desk.0.path());
    let Ok(output) = command.output() else { return };
    if matches!(output.status.code(), Some(99 | 1)) {
        println!("skipped: no file system can be mounted here");
        return;
    }
    let out = String::from_utf8_lossy(&output.stdout);
    let err = fs::read_to_string(desk.path("err")).unwrap_or_default();
    assert!(out.contains("code 1") && err.contains("small/g"), "{out}\n{err}");
    assert!(
        out.contains("/RES/60/1") && !out.contains("/RES/60/2") && out.contains("verified 0") && out.contains("again 0"),
        "{out}\n{err}"
    );
}
