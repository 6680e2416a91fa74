//! `--help`, of everything.

use std::path::Path;

use crate::support::installation::run;

/// How wide a terminal is taken to be where there is none.
const WIDTH: usize = 100;

const COMMANDS: [&[&str]; 28] = [
    &[],
    &["serve"],
    &["demo"],
    &["check"],
    &["config"],
    &["verify"],
    &["migrate"],
    &["copy"],
    &["ledger"],
    &["ledger", "check"],
    &["key"],
    &["key", "new"],
    &["key", "list"],
    &["key", "revoke"],
    &["destination"],
    &["destination", "add"],
    &["destination", "list"],
    &["destination", "secrets"],
    &["destination", "hold"],
    &["destination", "remove"],
    &["opt-out"],
    &["probe"],
    &["snippet"],
    &["site-key"],
    &["signal"],
    &["signal", "decode"],
    &["signal", "encode"],
    &["signal", "explain"],
];

fn help(command: &[&str]) -> String {
    let words = command.iter().chain(["--help"].iter());
    run(words.map(Path::new)).succeeded()
}

#[test]
fn every_command_explains_itself_in_the_width_of_a_terminal() {
    for command in COMMANDS {
        let help = help(command);
        assert!(help.contains("Usage: refrain"), "{command:?}: {help}");
        for line in help.lines() {
            let width = line.chars().count();
            assert!(width <= WIDTH + 20, "{command:?}, {width}: {line}");
        }
    }
}

#[test]
fn a_sentence_ends_its_line_only_where_the_next_word_does_not_fit() {
    for command in COMMANDS {
        let help = help(command);
        let lines: Vec<&str> = help.lines().collect();
        for pair in lines.windows(2) {
            let is_prose = |line: &str| !line.is_empty() && !line.starts_with(' ');
            let goes_on = pair.iter().all(|line| is_prose(line)) && !pair[0].ends_with(['.', ':']);
            let next = pair[1].split(' ').next().unwrap_or_default();
            let width = pair[0].chars().count() + 1 + next.chars().count();
            assert!(!goes_on || width > WIDTH, "{command:?}: {}", pair[0]);
        }
    }
}

#[test]
fn the_first_page_names_every_command() {
    insta::assert_snapshot!(help(&[]), @r#"Makes "do not sell or share my personal information" stop everywhere, with proof

Usage: refrain <COMMAND>

Commands:
  serve        Run the server: pages, API, log and deliveries
  demo         Show the whole story on this machine: a shop, two ad tags, three downstream systems
  check        Explain the configuration and what is wrong with it
  config       Print every setting with its default
  verify       Verify a receipt offline, with nothing but the log's public key
  migrate      Bring the database's schema up to date
  copy         Move the installation's logs to another database, whole, and prove both
  ledger       Work with the log
  key          Make, list and revoke keys to the API
  destination  Declare, list, hold and resume destinations: the systems that are told
  opt-out      Record an opt-out that came by telephone, e-mail, post or in person
  snippet      Print what a site pastes: the one line, and the link
  site-key     Print the key with which the site's server proves that somebody is logged in
  probe        Open a page without and with the opt-out preference signal, and say what remains
  signal       Read, write and explain privacy strings: GPP and US Privacy
  help         Print this message or the help of the given subcommand(s)

Options:
  -h, --help     Print help
  -V, --version  Print version

Examples:
  refrain demo                       see the whole story on this machine
  refrain serve --data /var/lib/refrain

Exit codes: 0 done or proved, 1 refuted, 2 could not be done or checked.
Files: DATA/refrain.toml, DATA/keys/, DATA/log.db. `refrain config` prints every setting with its
default."#);
}

#[test]
fn what_is_no_command_is_refused_with_a_hint() {
    let ran = run(["destinatoin", "list"].map(Path::new));
    assert_eq!((ran.code, &*ran.out), (Some(2), ""));
    assert!(
        ran.err
            .contains("a similar subcommand exists: 'destination'"),
        "{ran:?}"
    );
    let version = run([Path::new("--version")]).succeeded();
    assert!(version.starts_with("refrain 0."), "{version}");
}
