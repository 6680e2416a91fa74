//! One task that watches the log for all the others: it starts a worker for every destination, and wakes them only for what
//! concerns them, so that the outcomes of five hundred destinations do not wake five hundred workers each.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use optout::DestinationDeclared;
use store::Destinations;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::context::Context;
use super::worker::Worker;

/// How often the log is looked at, at most.
pub(super) const PACE: Duration = Duration::from_millis(20);

/// How often at least.
const AT_LEAST_EVERY: Duration = Duration::from_secs(1);

/// What workers are woken for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct News {
    /// Up to which position there is something to tell.
    choices_end: u64,
    /// Grows whenever a destination is declared, changed, held, resumed or removed.
    control: u64,
}

/// What destinations were when they were last looked at.
type Known = BTreeMap<String, (DestinationDeclared, Option<String>)>;

pub(super) async fn supervise(context: Arc<Context>) {
    let mut followed = context.followed();
    let news = watch::Sender::new(News::default());
    let mut known = Known::new();
    let mut workers: BTreeMap<String, JoinHandle<()>> = BTreeMap::new();
    loop {
        followed.mark_unchanged();
        let now = context.look(|destinations| look(destinations, &mut known, *news.borrow()));
        workers.retain(|_, worker| !worker.is_finished());
        for name in known.keys() {
            if !workers.contains_key(name) {
                let worker = Worker::new(context.clone(), name.clone(), news.subscribe());
                workers.insert(name.clone(), tokio::spawn(worker.run()));
            }
        }
        news.send_if_modified(|before| std::mem::replace(before, now) != now);
        let pause = async {
            tokio::time::sleep(PACE).await;
            // Now and then also without anything new, for workers that ended in between.
            let changed = tokio::time::timeout(AT_LEAST_EVERY, followed.changed()).await;
            matches!(changed, Ok(Ok(())) | Err(_))
        };
        if !matches!(context.unless_stopped(pause).await, Ok(true)) {
            break;
        }
    }
    for (_, worker) in workers {
        // A worker that panicked has said so; the others have given their leases back.
        let _ = worker.await;
    }
}

fn look(destinations: &Destinations, known: &mut Known, before: News) -> News {
    let mut changed = false;
    let mut count = 0;
    for view in destinations.iter() {
        count += 1;
        let (declared, held) = (view.declared(), view.held());
        let same = known
            .get(&declared.name)
            .is_some_and(|known| known.0 == *declared && known.1.as_deref() == held);
        if !same {
            let now = (declared.clone(), held.map(str::to_owned));
            known.insert(declared.name.clone(), now);
            changed = true;
        }
    }
    if count < known.len() {
        known.retain(|name, _| destinations.get(name).is_some());
        changed = true;
    }
    News {
        choices_end: destinations.choices_end(),
        control: before.control + u64::from(changed),
    }
}
