//! The schema: who makes it, who refuses it, and what damage in it is called.

use store::{AppendError, LogStore, NewEntry, Onto, StoreError};
use store_postgres::{ENTRIES_PER_PART, SchemaState};
use testkit::Postgres;
use testkit::running_log::people::opt_out;

use super::support::{database, log};

fn entry(account: &str) -> NewEntry {
    opt_out(account).into_new_entry()
}

#[test]
fn the_schema() {
    // One server for all of them: starting one takes longer than they do.
    let server = Postgres::start();
    an_empty_database_gets_its_schema_from_whoever_is_first(&server);
    a_schema_that_is_not_known_is_refused(&server);
    an_older_schema_waits_for_migrate(&server);
    damage_is_named_by_table_column_and_row(&server);
    the_table_grows_by_parts(&server);
    a_server_that_answers_before_it_is_sure_is_refused(&server);
}

fn an_empty_database_gets_its_schema_from_whoever_is_first(server: &Postgres) {
    let url = server.new_database();
    assert_eq!(database(&url).schema().unwrap(), SchemaState::Empty);
    assert!(!database(&url).has("main").unwrap());
    std::thread::scope(|scope| {
        for number in 0..8 {
            let url = &url;
            scope.spawn(move || {
                let name = ["main", "juniper"][number % 2];
                let store = database(url).open(name).unwrap();
                store.append(&[entry("a")], Onto::ANY).unwrap();
            });
        }
    });
    assert_eq!(database(&url).schema().unwrap(), SchemaState::Current);
    assert!(database(&url).has("juniper").unwrap());
    assert!(!database(&url).has("rye").unwrap());
    for name in ["main", "juniper"] {
        assert_eq!(database(&url).open(name).unwrap().size().unwrap(), 4);
    }
    assert_eq!(database(&url).migrate().unwrap().steps, [""; 0]);
}

fn a_schema_that_is_not_known_is_refused(server: &Postgres) {
    let url = server.new_database();
    log(&url);
    let refused = |sql: &str, why: &str| {
        server.sql(&url, sql);
        let Err(error) = database(&url).open("main").map(drop) else {
            panic!("{sql} passed");
        };
        assert!(matches!(error, StoreError::Schema { .. }), "{error}");
        assert!(error.to_string().contains(why), "{error}");
        assert!(database(&url).migrate().is_err());
    };
    refused(
        "INSERT INTO refrain.migration (version, name, digest) SELECT max(version) + 1, 'later', '' FROM refrain.migration",
        "a later version of Refrain",
    );
    refused(
        "UPDATE refrain.migration SET digest = 'edited' WHERE version = 1",
        "steps are others",
    );
}

fn an_older_schema_waits_for_migrate(server: &Postgres) {
    let url = server.new_database();
    // A schema whose first step is about to be done: as a program sees it that is one step ahead of the database.
    server.sql(
        &url,
        "CREATE SCHEMA refrain; CREATE TABLE refrain.migration
            (version integer PRIMARY KEY, name text NOT NULL, digest text NOT NULL, at timestamptz NOT NULL DEFAULT now())",
    );
    assert_eq!(database(&url).schema().unwrap(), SchemaState::Empty);
    let migrated = database(&url).migrate().unwrap();
    assert_eq!(
        i64::try_from(migrated.steps.len()).unwrap(),
        migrated.version
    );
    assert_eq!(migrated.steps[0], "0001_log");
}

fn damage_is_named_by_table_column_and_row(server: &Postgres) {
    let url = server.new_database();
    let store = log(&url);
    let batch = [entry("a"), entry("b"), entry("c")];
    store.append(&batch, Onto::ANY).unwrap();
    let named = |damage: &str, mend: &str, said: &str| {
        server.sql(&url, damage);
        let error = store.read(0, 10).unwrap_err().to_string();
        assert!(error.starts_with(said), "{error}");
        server.sql(&url, mend);
    };
    named(
        "UPDATE refrain.entry SET commitment = '\\x00' WHERE position = 1",
        "UPDATE refrain.entry SET commitment = decode(repeat('00', 32), 'hex') WHERE position = 1",
        "table `entry`, column `commitment`, row 1: it has not the right number of bytes",
    );
    named(
        "UPDATE refrain.entry SET salt = '\\x00' WHERE position = 2",
        "UPDATE refrain.entry SET salt = NULL WHERE position = 2",
        "table `entry`, column `salt`, row 2: it has not the right number of bytes",
    );
    assert_eq!(store.integrity().unwrap(), None);
    named(
        "DELETE FROM refrain.entry WHERE position = 1",
        "UPDATE refrain.log SET size = 7",
        "table `entry`, column `position`, row 1: there is no such row",
    );
    let said = store.integrity().unwrap().unwrap();
    assert_eq!(
        said,
        "the log's head says 7 entries, but the last row is that of 3"
    );
}

fn the_table_grows_by_parts(server: &Postgres) {
    let url = server.new_database();
    let store = log(&url);
    let border = ENTRIES_PER_PART;
    // As if everything before had been written.
    server.sql(
        &url,
        &format!("UPDATE refrain.log SET size = {}", border - 2),
    );
    let batch: Vec<NewEntry> = (0..5).map(|number| entry(&number.to_string())).collect();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let (url, batch) = (&url, &batch);
            scope.spawn(move || log(url).append(batch, Onto::ANY).unwrap());
        }
    });
    let read = store.read(border - 2, 100).unwrap();
    assert_eq!(read.len(), 20);
    let parts = server.sql(
        &url,
        "SELECT string_agg(relid::text, ' ' ORDER BY 1) FROM pg_partition_tree('refrain.entry') WHERE isleaf",
    );
    assert_eq!(parts, "entry_0 entry_1");
    let refused = store.append(&batch, Onto::size(border));
    assert!(matches!(refused, Err(AppendError::Moved { .. })));
}

fn a_server_that_answers_before_it_is_sure_is_refused(server: &Postgres) {
    let url = server.new_database();
    log(&url);
    for setting in ["off", "local"] {
        server.sql(
            &url,
            &format!("ALTER ROLE refrain SET synchronous_commit = {setting}"),
        );
        let Err(error) = database(&url).open("main").map(drop) else {
            panic!("synchronous_commit = {setting} passed");
        };
        assert_eq!(
            error.to_string(),
            format!(
                "the server's setting synchronous_commit is {setting}: an acknowledged opt-out could be lost; ALTER ROLE … SET synchronous_commit = on"
            )
        );
    }
    server.sql(&url, "ALTER ROLE refrain RESET synchronous_commit");
    log(&url);
}
