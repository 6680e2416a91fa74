//! The running parts of an installation, wired together.

use std::sync::Arc;
use std::time::{Duration, Instant};

use gate::Gate;
use store::{Log, LogOptions, Store};
use web::Node;
use web::node::{Settings, Views};

use crate::config::Config;
use crate::failure::Failure;
use crate::installation::Installation;
use crate::world::WORLD;

/// What runs while the log is open.
pub struct Running {
    pub node: Arc<Node>,
    pub log: Arc<Log>,
    pub views: Arc<Views>,
}

/// Opens the log of an installation and what follows it in memory. Answers at once; the log is read in the background.
pub fn start(installation: Installation) -> Result<(Running, Config, Arc<dyn Store>), Failure> {
    let Installation {
        config,
        key,
        signer,
        store,
        witness,
        ..
    } = installation;
    let witness = witness.read(&signer.verifier_key())?;
    let staleness = Duration::from_millis(config.gate.staleness_ms);
    let views = Views::new(Gate::new(staleness, Instant::now()), Instant::now);
    let log = Log::start(
        store.clone(),
        LogOptions {
            signer,
            followers: vec![views.follower()],
            witness,
        },
    );
    let settings = settings(&config)?;
    let node = Arc::new(Node::new(log.clone(), views.clone(), &key, settings, WORLD));
    Ok((Running { node, log, views }, config, store))
}

impl Running {
    /// Waits until the log has been read to its end, showing how far it is.
    pub fn wait_until_read(&self, store: &dyn Store) -> Result<(), Failure> {
        let bar = crate::term::progress(store.size()?, "reading the log");
        while !self.views.gate.is_open(Instant::now()) {
            bar.set_position(self.views.gate.size());
            if self.log.has_stopped() {
                return Err(Failure::refuted(
                    "the log contradicts what was published: run `refrain ledger check`",
                ));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        bar.finish_and_clear();
        Ok(())
    }
}

fn settings(config: &Config) -> Result<Settings, Failure> {
    Ok(Settings {
        public_url: config.public_url(),
        brand: web::pages::Brand {
            name: config.business.name.clone(),
            policy_url: config.business.policy_url.clone(),
            contact: config.contact()?,
        },
        vocabulary: config.vocabulary()?,
        origins: config.server.origins.clone(),
        trusted_proxies: config.server.trusted_proxies.clone(),
        gpc_since: config.signals.gpc_since,
        site: config.site()?,
        programs: config.programs.clone(),
        recipients: config.pages()?,
    })
}
