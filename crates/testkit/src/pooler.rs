//! `PgBouncer` as most people run it: in transaction mode, where a client has a connection to the server for one transaction only.

use std::path::PathBuf;

use crate::patience::until;
use crate::postgres::Postgres;
use crate::server::{Server, Started};
use crate::workplace::Workplace;
use crate::{ports, program};

/// Where the program may be; the first is Debian's, which is not on everybody's path.
const PROGRAMS: [&str; 2] = ["/usr/sbin/pgbouncer", "pgbouncer"];

/// A running `PgBouncer` on a port of its own. It goes when it is dropped or the test's process ends.
pub struct PgBouncer {
    server: Server,
    program: PathBuf,
    port: u16,
}

impl PgBouncer {
    /// Whether there is one on this machine.
    #[must_use]
    pub fn is_installed() -> bool {
        installed().is_some()
    }

    /// Starts one in front of this server, and waits until it takes connections. It follows the server's port, so it finds it again
    /// when that was killed and started again.
    #[must_use]
    pub fn start(postgres: &Postgres) -> Self {
        let program =
            installed().expect("PgBouncer is not installed: on Debian, apt-get install pgbouncer");
        let server = Server::new(Workplace::make("pgbouncer"));
        let bouncer = Self {
            server,
            program,
            port: ports::free(),
        };
        let settings = bouncer.settings(postgres);
        std::fs::write(bouncer.settings_file(), settings).expect("a file can be made");
        bouncer.begin();
        bouncer
    }

    /// Its port of 127.0.0.1, which stays the same for as long as it lives.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The URL of a database of the server through the pooler.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        ports::url(self.port, database)
    }

    /// Ends it without a word, as an update of its package does, and starts it again on the same port: every connection through it
    /// is lost, in transactions too.
    pub fn restart(&self) {
        self.server.kill();
        self.begin();
    }

    fn begin(&self) {
        until("the pooler's port to be free", || {
            let mut command = self.server.workplace.command(&self.program);
            match self
                .server
                .start(command.arg(self.settings_file()), self.port)
            {
                Started::Listens => Some(()),
                Started::Ended => {
                    let log = || self.server.workplace.log();
                    assert!(ports::is_taken(self.port), "PgBouncer ended: {}", log());
                    None
                }
            }
        });
    }

    fn settings_file(&self) -> PathBuf {
        self.server.workplace.path().join("pgbouncer.ini")
    }

    fn settings(&self, postgres: &Postgres) -> String {
        let Self { port, server, .. } = self;
        let folder = server.workplace.path().display();
        let upstream = postgres.port();
        format!(
            "[databases]
* = host=127.0.0.1 port={upstream} user=refrain
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
max_client_conn = 200
ignore_startup_parameters = extra_float_digits,options
server_login_retry = 0.1
"
        )
    }
}

fn installed() -> Option<PathBuf> {
    let mut programs = PROGRAMS.iter().map(PathBuf::from);
    programs.find(|program| program::answers(program))
}
