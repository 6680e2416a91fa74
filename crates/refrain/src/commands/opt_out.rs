//! `refrain opt-out`: staff record what came by telephone, e-mail, post or in person.

use std::time::Duration;

use optout::{Agent, Identifier, PurposeSet, State};
use web::intake::{No, NoTo, ReceiptWait, Recorded};

use crate::cli::OptOut;
use crate::failure::Failure;
use crate::{running, term};

/// How long to wait for the receipt.
const RECEIPT_WAIT: Duration = Duration::from_secs(5);

pub fn run(command: &OptOut) -> Result<(), Failure> {
    let installation = command.at.place().open()?;
    for made in &installation.made {
        term::tell(made);
    }
    let (running, config, store) = running::start(installation)?;
    let no = parse(command, &config.vocabulary()?)?;
    running.wait_until_read(&*store)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| Failure::usage(format!("cannot start: {error}")))?;
    let wait = ReceiptWait::UpTo(RECEIPT_WAIT);
    let (standing, receipt) = runtime
        .block_on(async {
            let standing = running.node.say_no(no, wait).await?;
            let receipt = running.node.receipt(&standing, wait).await;
            Ok((standing, receipt))
        })
        .map_err(|problem: web::Problem| Failure::usage(problem.detail))?;
    running.log.stop();
    let url = running.node.receipt_url(standing.position);
    if let (Some(file), Some(text)) = (&command.receipt, &receipt) {
        std::fs::write(file, text).map_err(|error| Failure::io("cannot write", file, &error))?;
    }
    let code = running.node.codes.code(standing.position);
    if command.json {
        term::json(&serde_json::json!({
            "request_id": code, "status": "in_force", "entry": { "index": standing.position },
            "receipt_url": url, "receipt": receipt,
        }));
        return Ok(());
    }
    match standing.recorded {
        Recorded::Now => term::say(format!(
            "In force. Receipt {code} (entry {})",
            standing.position
        )),
        Recorded::Before => term::say(format!(
            "Already in force: nothing was added. Receipt {code} (entry {})",
            standing.position
        )),
    }
    term::say(url);
    Ok(())
}

fn parse(command: &OptOut, vocabulary: &optout::Vocabulary) -> Result<No, Failure> {
    let of = |kind: &'static str| move |value: &String| (kind.to_owned(), value.clone());
    let mut given: Vec<(String, String)> = command.email.iter().map(of("email")).collect();
    given.extend(command.phone.iter().map(of("phone")));
    given.extend(command.account.iter().map(of("account")));
    for pair in &command.identifier {
        let (kind, value) = pair
            .split_once('=')
            .ok_or_else(|| Failure::usage("--identifier is given as KIND=VALUE"))?;
        given.push((kind.to_owned(), value.to_owned()));
    }
    if given.is_empty() {
        return Err(Failure::usage(
            "name the person: --email, --phone, --account or --identifier KIND=VALUE",
        ));
    }
    let identifier = |(kind, value): &(String, String)| {
        Identifier::parse(vocabulary, kind, value)
            .map_err(|error| Failure::usage(format!("--{kind} {error}")))
    };
    let identifiers = given.iter().map(identifier).collect::<Result<_, _>>()?;
    let state = command.state.as_deref().map(|code| {
        State::from_code(code)
            .ok_or_else(|| Failure::usage("--state is a two-letter code such as CA"))
    });
    let agent = command.agent.as_deref().map(|name| {
        Agent::named(name).ok_or_else(|| Failure::usage("--agent is a name of 1 to 200 bytes"))
    });
    let purposes = match command.purpose.as_slice() {
        [] => PurposeSet::OPT_OUT,
        some => some.iter().copied().collect(),
    };
    let act = NoTo::Purposes(purposes);
    Ok(No {
        identifiers,
        act,
        channel: command.channel,
        state: state.transpose()?,
        agent: agent.transpose()?,
    })
}
