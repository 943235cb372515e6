//! `completions` and `man`: help for shells and for readers of manuals.

use super::{Cli, DONE, output};
use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

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
  rapporteur man > ~/.local/share/man/man1/rapporteur.1
  rapporteur man | man -l -")]
pub struct ManArguments {}

pub fn run(arguments: &CompletionsArguments) -> Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "rapporteur", &mut script);
    output::write_bytes(&script)?;
    Ok(DONE)
}

/// The page of the program, then those of its commands, one after the other.
pub fn man(_: &ManArguments) -> Result<u8> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for subcommand in command.get_subcommands().filter(|c| c.get_name() != "help") {
        let man = clap_mangen::Man::new(subcommand.clone());
        page.extend_from_slice(format!(".SH \"COMMAND {}\"\n", subcommand.get_name().to_uppercase()).as_bytes());
        man.render_description_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_options_section(&mut page)?;
        man.render_extra_section(&mut page)?;
    }
    output::write_bytes(&page)?;
    Ok(DONE)
}
