//! Encrypted connections: the server's certificate counts, and so does its name.

use std::path::Path;
use std::process::Command;

use store::LogStore;
use store_postgres::{Address, PostgresDatabase};
use testkit::Postgres;

/// Makes a key and a certificate for the name `localhost` that vouches for itself.
fn make_certificate(folder: &Path) {
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
        ])
        .args(["-days", "2", "-subj", "/CN=localhost"])
        .args([
            "-addext",
            "subjectAltName=DNS:localhost",
            "-addext",
            "basicConstraints=critical,CA:FALSE",
        ])
        .arg("-keyout")
        .arg(folder.join("server.key"))
        .arg("-out")
        .arg(folder.join("server.crt"))
        .output()
        .expect("openssl is installed");
    assert!(made.status.success(), "{made:?}");
}

#[test]
fn only_the_server_that_the_certificate_names_is_trusted() {
    let folder = tempfile::tempdir().unwrap();
    make_certificate(folder.path());
    let pem = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let server = Postgres::start();
    let data = server.sql("postgres", "SHOW data_directory");
    // As its own user, so that the server takes the key.
    let write = |name: &str, text: &str| {
        let path = format!("{data}/{name}");
        let lines = text
            .lines()
            .map(|line| format!("'{line}'"))
            .collect::<Vec<_>>()
            .join(",");
        server.sql(
            "postgres",
            &format!("COPY (SELECT unnest(ARRAY[{lines}])) TO PROGRAM 'umask 077; cat > {path}'"),
        );
    };
    write("server.key", &pem("server.key"));
    write("server.crt", &pem("server.crt"));
    server.sql("postgres", "ALTER SYSTEM SET ssl = on");
    server.sql("postgres", "SELECT pg_reload_conf()");

    let url = server.new_database();
    let root = folder.path().join("server.crt");
    let by_name = url.replace("127.0.0.1", "localhost");
    let open = |url: &str, parameters: &str| {
        let address = Address::parse(&format!("{url}?{parameters}")).unwrap();
        PostgresDatabase::new(address).open("main")
    };
    let vouched = format!("sslrootcert={}", root.display());
    assert_eq!(open(&by_name, &vouched).unwrap().size().unwrap(), 0);
    let encrypted = "SELECT count(*) > 0 FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE ssl AND application_name = 'refrain'";
    let store = open(&by_name, &vouched).unwrap();
    assert_eq!(server.sql(&url, encrypted), "t");
    drop(store);

    let refused = |url: &str, parameters: &str| {
        let Err(error) = open(url, parameters).map(drop) else {
            panic!("{url} with {parameters} was trusted");
        };
        let causes = std::iter::successors(Some(&error as &dyn std::error::Error), |error| {
            error.source()
        });
        causes
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(": ")
    };
    let stranger = refused(&by_name, "sslmode=verify-full");
    assert!(stranger.contains("certificate"), "{stranger}");
    let misnamed = refused(&url, &vouched);
    assert!(misnamed.contains("certificate"), "{misnamed}");
    open(&url, "sslmode=disable").unwrap();
}
