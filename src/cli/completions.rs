//! `completions` and `man`: help for shells and for readers of manuals.

use super::{Cli, DONE, output};
use anyhow::{Context, Result};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur completions bash > ~/.local/share/bash-completion/completions/rapporteur
  rapporteur completions zsh > ~/.zfunc/_rapporteur
  rapporteur completions fish > ~/.config/fish/completions/rapporteur.fish")]
pub struct CompletionsArguments {
    /// The shell
    shell: Shell,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur man | man -l -
  rapporteur man query | man -l -
  rapporteur man --output ~/.local/share/man/man1")]
pub struct ManArguments {
    /// The command whose page is printed; the program's own page without it
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
    /// Write the pages of the program and of all its commands to this folder
    #[arg(short, long, value_name = "DIR", conflicts_with = "command")]
    output: Option<PathBuf>,
}

pub fn run(arguments: &CompletionsArguments) -> Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut visible(), "rapporteur", &mut script);
    output::write_bytes(&script)?;
    Ok(DONE)
}

pub fn man(arguments: &ManArguments) -> Result<u8> {
    let mut program = Cli::command();
    program.build();
    if let Some(folder) = &arguments.output {
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        for command in std::iter::once(&program).chain(shown(&program)) {
            let path = folder.join(format!("{}.1", page_name(command)));
            std::fs::write(&path, page(command)?).with_context(|| format!("{} cannot be written", path.display()))?;
        }
        return Ok(DONE);
    }
    let command = match &arguments.command {
        None => &program,
        Some(name) => shown(&program).find(|command| command.get_name() == name).with_context(|| {
            let known: Vec<&str> = shown(&program).map(clap::Command::get_name).collect();
            format!("there is no command `{name}`; there are: {}", known.join(", "))
        })?,
    };
    output::write_bytes(&page(command)?)?;
    Ok(DONE)
}

/// The program without the commands that it starts itself, which shells would offer.
fn visible() -> clap::Command {
    let program = Cli::command();
    let commands: Vec<clap::Command> = shown(&program).cloned().collect();
    clap::Command::new("rapporteur").version(env!("CARGO_PKG_VERSION")).subcommands(commands)
}

/// The commands that are for people.
fn shown(program: &clap::Command) -> impl Iterator<Item = &clap::Command> {
    program.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help")
}

/// `rapporteur-query`, as manuals name the pages of commands.
fn page_name(command: &clap::Command) -> String {
    command.get_display_name().unwrap_or(command.get_name()).to_owned()
}

fn page(command: &clap::Command) -> Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).title(page_name(command)).render(&mut page)?;
    Ok(page)
}
