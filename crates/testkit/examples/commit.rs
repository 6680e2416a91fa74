//! How many entries a second a running log takes, without HTTP in front: `commit URL WRITERS SECONDS`. Every writer commits one
//! opt-out after the other, each answered when it is durable and followed. Prints the rate alone.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use store::{Log, LogOptions, Store};
use store_postgres::{Address, PostgresDatabase};
use store_sqlite::SqliteStore;
use testkit::running_log::people::{opt_out, signer};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, writers, seconds] = &arguments[..] else {
        return Err("usage: commit URL WRITERS SECONDS".into());
    };
    let store: Arc<dyn Store> = match url.strip_prefix("sqlite:") {
        Some(file) => Arc::new(SqliteStore::open(Path::new(file))?),
        None => Arc::new(PostgresDatabase::new(Address::parse(url)?).open("main")?),
    };
    let (writers, seconds): (u64, u64) = (writers.parse()?, seconds.parse()?);
    let options = LogOptions {
        signer: signer(),
        followers: Vec::new(),
        witness: None,
    };
    let log = Log::start(store, options);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    // Answered when the log has been read, which is not what is measured.
    log.commit_blocking(opt_out("first"))?;
    let until = Instant::now() + Duration::from_secs(seconds);
    let done = Arc::new(AtomicU64::new(0));
    runtime.block_on(async {
        let tasks = (0..writers).map(|writer| write(log.clone(), writer, until, done.clone()));
        let tasks: Vec<_> = tasks.map(tokio::spawn).collect();
        for task in tasks {
            let _ = task.await;
        }
    });
    log.stop();
    #[expect(clippy::print_stdout, reason = "it is what the program is for")]
    {
        println!("{}", done.load(Ordering::Relaxed) / seconds);
    }
    Ok(())
}

async fn write(log: Arc<Log>, writer: u64, until: Instant, done: Arc<AtomicU64>) {
    for number in 0_u64.. {
        if Instant::now() >= until {
            return;
        }
        let commit = opt_out(&format!("{writer}/{number}"));
        if log.commit(commit).await.is_ok() {
            done.fetch_add(1, Ordering::Relaxed);
        }
    }
}
