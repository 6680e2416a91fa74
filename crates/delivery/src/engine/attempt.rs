//! One try: sign, send, understand.

use jiff::Timestamp;
use optout::DestinationDeclared;
use tokio::time::Instant;

use super::context::{Context, Stopped};
use super::prepare::Prepared;
use crate::classify::{Answer, Verdict, classify};
use crate::transport::Request;
use crate::trouble::Trouble;
use crate::webhook::DestinationSecrets;

/// Sends a message once. An engine that is being stopped waits a moment for the answer and then abandons it, which is the
/// same as a crash at this point.
pub(super) async fn attempt(
    context: &Context,
    destination: &DestinationDeclared,
    message: &Prepared,
) -> Result<Verdict, Stopped> {
    let at = context.now();
    let started = Instant::now();
    let answered = tokio::select! {
        answered = send(context, destination, message, at) => answered,
        () = stopped_for_too_long(context) => return Err(Stopped),
    };
    let verdict = match answered {
        Ok(answer) => classify(&answer, &message.entries, context.now()),
        Err(why) => Verdict::Retry { after: None, why },
    };
    let result = word(&verdict);
    let name = &destination.name;
    metrics::counter!("refrain_delivery_attempts_total", "destination" => name.clone(), "result" => result)
        .increment(1);
    metrics::histogram!("refrain_delivery_seconds", "destination" => name.clone())
        .record(started.elapsed());
    if matches!(verdict, Verdict::Accepted | Verdict::Confirmed) {
        tracing::debug!(destination = %name, result, choices = message.entries.len(), "a message was taken");
    } else {
        tracing::warn!(destination = %name, result, choices = message.entries.len(), "a message was not taken");
    }
    Ok(verdict)
}

async fn send(
    context: &Context,
    destination: &DestinationDeclared,
    message: &Prepared,
    at: Timestamp,
) -> Result<Answer, Trouble> {
    let secrets =
        DestinationSecrets::derive(&context.master, &destination.name, destination.secrets);
    let signature = secrets.sign(&message.id, at.as_second(), &message.body);
    let request = Request {
        id: &message.id,
        at,
        signature: &signature,
        body: &message.body,
    };
    context.transport.send(&destination.url, request).await
}

async fn stopped_for_too_long(context: &Context) {
    context.stopped().await;
    tokio::time::sleep(context.settings.grace).await;
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted => "accepted",
        Verdict::Confirmed => "confirmed",
        Verdict::ItemsFailed { .. } => "items_failed",
        Verdict::Retry { why, .. } => why.word(),
        Verdict::CredentialsBroken => Trouble::Credentials.word(),
        Verdict::Gone => Trouble::Gone.word(),
        Verdict::Rejected => "rejected",
    }
}
