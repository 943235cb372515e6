//! `data`: checks a folder of names and wordings, and says what its tables may hold.

use super::{DONE, FAILED, output};
use anyhow::Result;
use clap::{Args, Subcommand};
use rapporteur::knowledge::table::{Data, DataError};
use rapporteur::knowledge::{Knowledge, schema};
use rapporteur::proof;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur data check ./my-data
  rapporteur data readme > my-data/README.md")]
pub struct DataArguments {
    #[command(subcommand)]
    command: DataCommand,
}

#[derive(Debug, Subcommand)]
enum DataCommand {
    /// Check every table of a folder: each slip with its file and line
    Check(FolderArguments),
    /// Print what each table and column may hold
    Readme,
}

#[derive(Debug, Args)]
struct FolderArguments {
    /// A folder of the structure of `data/`
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub fn run(arguments: &DataArguments) -> Result<u8> {
    match &arguments.command {
        DataCommand::Check(arguments) => check(&arguments.folder),
        DataCommand::Readme => {
            output::write(&schema::readme())?;
            Ok(DONE)
        }
    }
}

/// First the tables by themselves, then, where they are in order, whether their rows do what their examples say.
fn check(folder: &Path) -> Result<u8> {
    let slips = schema::slips(&Data::open(Some(folder))?);
    if !slips.is_empty() {
        return report(&slips);
    }
    let knowledge = match Knowledge::load(Some(folder)) {
        Ok(knowledge) => knowledge,
        Err(error) => return report(&[error]),
    };
    let (proven, wrong) = proof::check(Some(folder), &knowledge)?;
    if !wrong.is_empty() {
        return report(&wrong);
    }
    output::write(&format!(
        "every table is in order; of {} rows that say how something is written {} have an example, {} a near miss\n",
        proven.rows, proven.with_example, proven.with_near_miss
    ))?;
    Ok(DONE)
}

fn report(slips: &[DataError]) -> Result<u8> {
    for slip in slips {
        eprintln!("{slip}");
    }
    let many = if slips.len() == 1 { "1 slip".to_owned() } else { format!("{} slips", slips.len()) };
    eprintln!("rapporteur: {many}; what each table may say: rapporteur data readme");
    Ok(FAILED)
}
