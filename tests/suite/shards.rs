//! What batch engines do: lines of JSON through `extract -`, files of quads to one graph.

use crate::builds::samples;
use crate::commands::Run;
use crate::directory::Desk;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

/// The quads of documents, with one that cannot be read and a line that is none among them.
fn extract(desk: &Desk, shard: &str, files: &[std::path::PathBuf]) {
    let line = |file: &std::path::PathBuf| {
        let text = fs::read_to_string(file).expect("a sample");
        serde_json::json!({ "id": file.file_name().map(|name| name.to_string_lossy()), "text": text }).to_string()
    };
    let mut lines: Vec<String> = files.iter().map(line).collect();
    lines.insert(1, r#"{"id": "empty-one"}"#.to_owned());
    let mut program = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    program.args(["extract", "-", "--problems", "-", "--lenient"]);
    let mut running = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it runs");
    let mut input = running.stdin.take().expect("it is piped");
    let writer = std::thread::spawn(move || input.write_all(lines.join("\n").as_bytes()));
    let output = running.wait_with_output().expect("it ends");
    writer.join().expect("it ends").expect("it is read to the end");
    assert_eq!(output.status.code(), Some(0), "a lenient batch ends well");
    fs::create_dir_all(desk.path("shards")).expect("creatable");
    fs::write(desk.path("shards").join(shard), output.stdout).expect("writable");
}

fn done(run: Run) -> Run {
    assert!(matches!(run.code, 0 | 3), "{}", run.err);
    run
}

#[test]
fn shards_of_quads_make_the_graph_that_a_build_makes() {
    let desk = Desk::new();
    let files = samples();
    let (left, right) = files.split_at(files.len() / 2);
    extract(&desk, "part-00000.nq", left);
    extract(&desk, "part-00001.nq", right);
    // What stands twice stands once in the graph, and what engines leave for themselves is no shard.
    extract(&desk, "part-00002.nq", &left[..2]);
    fs::write(desk.path("shards/_SUCCESS"), "").expect("writable");
    fs::create_dir_all(desk.path("documents")).expect("creatable");
    for file in &files {
        fs::copy(file, desk.path("documents").join(file.file_name().expect("a name"))).expect("writable");
    }
    let built = done(desk.run("build documents --graph whole"));
    let merged = done(desk.run("merge shards --graph merged"));
    let all = |graph: &str| done(desk.run(&format!("export --graph {graph} --format nquads"))).out;
    let sorted = |quads: &str| {
        let mut lines: Vec<String> = quads.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert!(sorted(&all("whole")) == sorted(&all("merged")), "the graphs differ");
    let facts = |run: &Run| run.err.lines().find(|line| line.contains(" facts: ")).map(str::to_owned).expect("facts are counted");
    assert_eq!(facts(&merged), facts(&built), "facts by predicate");
    assert!(merged.err.contains("empty-one"), "{}", merged.err);
}

#[test]
fn what_is_no_shard_is_told_with_its_line() {
    let desk = Desk::new();
    fs::write(desk.path("a.nq"), "<https://example.org/a> <https://example.org/b> <https://example.org/c> .\n").expect("writable");
    let run = desk.run("merge a.nq --graph g");
    assert!(run.code == 1 && run.err.contains("a.nq, line 1"), "{}", run.err);
    fs::write(desk.path("b.nq"), "").expect("writable");
    let run = desk.run("merge b.nq --graph g");
    assert!(run.code == 3 && run.err.contains("no quads of documents"), "{}", run.err);
}
