//! Streaming replicas: made, waited for, and put in their primary's place.

use std::fs::OpenOptions;
use std::io::Write;

use crate::patience::until;
use crate::postgres::Postgres;
use crate::program;
use crate::server::Server;
use crate::workplace::Workplace;

impl Postgres {
    /// Makes a streaming hot standby, which the primary calls `name` (letters, digits and `_`), and waits until it streams. It
    /// has the primary's settings and a port of its own, and finds the primary again when that was killed and started again.
    #[must_use]
    pub fn replica(&self, name: &str) -> Self {
        let server = Server::new(Workplace::make("postgres"));
        let primary = self.url("postgres");
        server.workplace.run(
            &program::postgres("pg_basebackup"),
            &[
                "--write-recovery-conf",
                "--checkpoint=fast",
                "--no-sync",
                &format!("--pgdata={}", server.workplace.data().display()),
                &format!("--dbname={primary}?application_name={}", plain(name)),
            ],
        );
        forget_replicas(&server.workplace);
        let replica = Self::start_on_data(server, self.extra.clone());
        self.wait_for(name, "state = 'streaming'");
        replica
    }

    /// Makes a standby a primary, and waits until it takes writes. The old primary is not told, and takes writes too if it lives.
    pub fn promote(&self) {
        self.sql("postgres", "SELECT pg_promote(wait => false)");
        until("the replica to take writes", || {
            (self.sql("postgres", "SELECT pg_is_in_recovery()") == "f").then_some(())
        });
    }

    /// Makes every commit of a primary wait until the replica `name` has it on its disk too, and waits until that is so.
    pub fn require_synchronous(&self, name: &str) {
        let setting = format!(
            r#"ALTER SYSTEM SET synchronous_standby_names = '"{}"'"#, // In quotes, or `first` would be a keyword.
            plain(name)
        );
        self.sql("postgres", &setting);
        self.sql("postgres", "SELECT pg_reload_conf()");
        self.wait_for(name, "sync_state = 'sync'");
    }

    /// Waits until the replica `name` is in this state.
    fn wait_for(&self, name: &str, state: &str) {
        let sql = format!(
            "SELECT count(*) FROM pg_stat_replication WHERE application_name = '{name}' AND {state}"
        );
        until(&format!("replica {name} to have {state}"), || {
            (self.sql("postgres", &sql) == "1").then_some(())
        });
    }
}

/// A copy of a primary that waits for its replicas would wait for them too once it is promoted, and has none.
fn forget_replicas(copy: &Workplace) {
    let settings = copy.data().join("postgresql.auto.conf");
    let file = OpenOptions::new().append(true).open(settings);
    let mut file = file.expect("a copy has its settings");
    writeln!(file, "synchronous_standby_names = ''").expect("they can be written");
}

/// A name that means the same in a URL, in SQL and in a setting.
fn plain(name: &str) -> &str {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    assert!(name.chars().all(is_plain), "{name:?} is not a plain name");
    name
}
