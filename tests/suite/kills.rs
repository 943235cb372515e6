//! Processes that are killed while they merge parts, or while they write an index that is missing.

use crate::directory::{Desk, bytes};
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Points in time; `RAPPORTEUR_KILLS` asks for more.
fn kills() -> u64 {
    std::env::var("RAPPORTEUR_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(20)
}

/// Starts the program and kills it within a time.
fn killed(desk: &Desk, arguments: &str, moment: &mut u64, within: u64) {
    *moment = moment.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    command.current_dir(desk.path("")).args(arguments.split(' ')).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("it starts");
    std::thread::sleep(Duration::from_micros((*moment >> 33) % within));
    let _ = child.kill();
    let _ = child.wait();
}

fn folder_of_documents(desk: &Desk, folder: &str, first: usize) {
    for number in first..first + 20 {
        desk.document(&format!("{folder}/{number}.txt"), number, &format!("60/{number}"));
    }
}

#[test]
fn a_merge_that_is_killed_does_no_harm() {
    let desk = Desk::new();
    folder_of_documents(&desk, "a", 1);
    folder_of_documents(&desk, "b", 101);
    for command in ["build a --output one", "build b --output two", "merge one two --graph merged"] {
        assert_eq!(desk.run(command).code, 0, "{command}");
    }
    let (merged, mut moment) = (bytes(&desk.path("merged")), 11);
    for round in 0..kills() {
        if round % 4 == 0 {
            let _ = fs::remove_dir_all(desk.path("g"));
            assert_eq!(desk.run("merge one --graph g").code, 0);
        }
        killed(&desk, "merge two --graph g", &mut moment, 80_000);
        let cited = desk.cited("g").len();
        assert!(cited == 20 || cited == 40, "round {round}: {cited}");
        assert_eq!(desk.run("graph verify --graph g").code, 0, "round {round}");
        if round % 4 == 3 {
            assert_eq!(desk.run("merge two --graph g").code, 0);
            assert!(bytes(&desk.path("g")) == merged, "round {round}");
        }
    }
}

#[test]
fn an_index_whose_writing_is_killed_is_written_again() {
    let desk = Desk::new();
    folder_of_documents(&desk, "a", 1);
    assert_eq!(desk.run("build a --graph g").code, 0);
    let (whole, mut moment) = (bytes(&desk.path("g")), 23);
    for round in 0..kills() {
        fs::remove_dir_all(desk.path("g/index")).expect("an index");
        killed(&desk, "query --graph g -e ASK{}", &mut moment, 60_000);
        assert_eq!(desk.cited("g").len(), 20, "round {round}");
        assert!(desk.path("g/index").is_dir() && bytes(&desk.path("g")) == whole, "round {round}");
    }
    // A build clears away what was left behind.
    assert_eq!(desk.run("build a --graph g").code, 0);
    let left =
        fs::read_dir(desk.path("g/index")).expect("an index").flatten().filter(|e| e.file_name().to_string_lossy().starts_with(".tmp"));
    assert_eq!(left.count(), 0);
}
