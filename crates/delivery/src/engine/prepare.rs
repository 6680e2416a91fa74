//! Making a message of a stretch: identifiers opened, receipts cut, everything that cannot be told set apart.

use std::sync::Arc;
use std::time::Duration;

use super::context::{Context, blocking};
use super::stretch::{Candidate, Stretch};
use super::tenure::Lost;
use crate::message::{Body, Envelope, Notification, message_id, sha256_hex};
use crate::trouble::ItemTrouble;

/// How long to wait for a checkpoint that covers the stretch; one is made every moment.
const PUBLISHED_WITHIN: Duration = Duration::from_secs(10);

/// A message, ready to be sent as often as it takes.
pub(super) struct Prepared {
    pub(super) stretch: Stretch,
    pub(super) id: String,
    pub(super) body: Vec<u8>,
    pub(super) digest: String,
    /// The entries that it tells of, in the log's order.
    pub(super) entries: Vec<u64>,
    /// Entries of the stretch that it cannot tell of.
    pub(super) untellable: Vec<(u64, ItemTrouble)>,
}

/// For whom.
pub(super) struct Addressee {
    /// The destination's name.
    pub(super) destination: String,
    /// The recipient's name.
    pub(super) recipient: String,
    /// Whether it was told of this stretch before, perhaps.
    pub(super) told: Told,
}

/// Whether a message was sent before.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Not yet: it may have any size.
    NotYet,
    /// Perhaps, before a crash: it must tell of the same entries.
    Perhaps,
}

/// Makes the message. It may end before `stretch` does, where that would be too long.
pub(super) async fn prepare(
    context: &Arc<Context>,
    addressee: Addressee,
    (candidates, stretch): (Vec<Candidate>, Stretch),
) -> Result<Prepared, Lost> {
    let newest = candidates
        .last()
        .map_or(stretch.last, |last| last.stored.position);
    let published = context.log.published(newest, PUBLISHED_WITHIN);
    context.unless_stopped(published).await?.ok_or(Lost::Log)?;
    let context = context.clone();
    blocking(move || assemble(&context, addressee, &candidates, stretch)).await
}

fn assemble(
    context: &Context,
    addressee: Addressee,
    candidates: &[Candidate],
    mut stretch: Stretch,
) -> Result<Prepared, Lost> {
    let envelope = Envelope {
        business: context.business.clone(),
        recipient: addressee.recipient,
    };
    let mut body = match addressee.told {
        Told::NotYet => Body::new(envelope),
        Told::Perhaps => Body::again(envelope),
    };
    let (mut entries, mut untellable) = (Vec::new(), Vec::new());
    let (mut before, mut told) = (None, [0; 32]);
    for candidate in candidates {
        let position = candidate.stored.position;
        match notification(context, candidate)? {
            Err(why) => untellable.push((position, why)),
            Ok(notification) => {
                if body.push(&notification).is_err() {
                    stretch = before.unwrap_or(stretch);
                    break;
                }
                entries.push(position);
                told = candidate.stored.commitment.0;
            }
        }
        before = Some(candidate.up_to_here);
    }
    let bytes = body.to_bytes();
    Ok(Prepared {
        stretch,
        id: message_id(
            &context.origin,
            &addressee.destination,
            (stretch.first, stretch.last),
            &told,
        ),
        digest: sha256_hex(&bytes),
        body: bytes,
        entries,
        untellable,
    })
}

fn notification(
    context: &Context,
    candidate: &Candidate,
) -> Result<Result<Notification, ItemTrouble>, Lost> {
    let stored = &candidate.stored;
    let Some(unsealed) = stored.unseal(&context.sealer) else {
        return Ok(Err(ItemTrouble::IdentifiersErased));
    };
    let Ok(identifiers) = unsealed else {
        tracing::error!(
            entry = stored.position,
            "sealed identifiers cannot be opened: was the installation's key changed?"
        );
        return Ok(Err(ItemTrouble::IdentifiersUnreadable));
    };
    let receipt = context.log.receipt(stored).map_err(|failure| {
        tracing::error!(
            error = &failure as &dyn std::error::Error,
            entry = stored.position,
            "a receipt cannot be made"
        );
        Lost::Log
    })?;
    let receipt = receipt.ok_or(Lost::Log)?;
    let notification = Notification::of(stored.position, &candidate.entry, identifiers, receipt);
    Ok(Ok(notification.expect("only choices are candidates")))
}
