//! The recipes for nginx and Envoy in deploy/, run as docs/edge.md says: a site behind the proxy, Refrain beside it.

mod support {
    pub mod http;
    #[expect(dead_code, reason = "this test needs one server only")]
    pub mod installation;
    pub mod patience;
}

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command};

use serde_json::{Value, json};

use support::http::Connection;
use support::installation::Installation;
use support::patience::until;

const RECIPES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy");

#[test]
fn nginx_tells_of_signals_and_logs_them_for_a_pipeline() {
    let shop = Installation::on(None, "[logging]\nlevel = \"warn\"");
    let key = shop.run(&["key", "new", "--scope", "intake", "--scope", "decide"]);
    let key = format!("Authorization: Bearer {}\r\n", key.succeeded().trim());
    let server = shop.serve();
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let nginx = Proxy::nginx(folder.path(), server.address);

    let browser = "refrain_browser=AAECAwQFBgcICQoLDA0ODw";
    for headers in [
        String::new(),
        "Sec-GPC: 0\r\nCookie: _ga=GA1.1.0.0\r\n".into(),
        "Sec-GPC: 1\r\n".into(),
        "Sec-GPC: 1\r\nCookie: _ga=\"},{\r\n".into(),
        "Sec-GPC: 1\r\nCookie: _ga=GA1.1.5.6\r\n".into(),
        format!("Sec-GPC: 1\r\nCookie: {browser}; _ga=GA1.1.7.8\r\n"),
    ] {
        let mut visitor = Connection::open(nginx.address).expect("nginx listens");
        let page = visitor.get("/", &headers).expect("it is answered");
        assert_eq!((page.status, &*page.body), (200, "the site"), "{headers}");
    }

    let ask = |kind: &str, value: &str| {
        let identifiers = json!([{ "kind": kind, "value": value }]);
        let question =
            json!({ "identifiers": identifiers, "recipient": "acme", "purpose": "sharing" });
        let mut connection = Connection::open(server.address).expect("the server listens");
        let answer = connection.post("/v1/decisions", &key, &question);
        answer.expect("it is answered").json()["decision"] == "deny"
    };
    until("nginx to have told of the last signal", || {
        ask("browser", "AAECAwQFBgcICQoLDA0ODw").then_some(())
    });
    until("nginx to have told of the one before", || {
        ask("ga", "GA1.1.5.6").then_some(())
    });
    assert!(ask("ga", "GA1.1.7.8"));
    assert!(!ask("ga", "GA1.1.0.0"), "another value is no signal");

    // The same, as its log has it: everything stands already.
    let log = std::fs::read_to_string(folder.path().join("signals.log")).expect("nginx wrote it");
    let lines = log
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"));
    let batch = json!({ "signals": lines.collect::<Vec<Value>>() });
    let mut connection = Connection::open(server.address).expect("the server listens");
    let counted = connection.post("/v1/signals:batch", &key, &batch);
    let counted = counted.expect("it is answered").json();
    assert_eq!(
        counted,
        json!({ "recorded": 0, "repeats": 2, "unbound": 0, "skipped": [] })
    );
}

#[test]
fn of_several_businesses_each_hears_of_its_own_visitors() {
    const HOSTS: [(&str, &str, &str); 2] = [
        ("main", "www.shop.example", "privacy.shop.example"),
        ("juniper", "www.juniper.example", "privacy.juniper.example"),
    ];
    let both = Installation::on(
        None,
        "[server]\npublic_url = 'https://privacy.shop.example'\n[logging]\nlevel = 'warn'\n\
         [businesses.juniper]\nname = 'Juniper'\npublic_url = 'https://privacy.juniper.example'",
    );
    let keys = HOSTS.map(|(business, ..)| {
        let new = ["key", "new", "--scope", "decide", "--business", business];
        format!(
            "Authorization: Bearer {}\r\n",
            both.run(&new).succeeded().trim()
        )
    });
    let server = both.serve();
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let nginx = Proxy::nginx(folder.path(), server.address);
    for (nth, (_, site, _)) in HOSTS.iter().enumerate() {
        let mut visitor = Connection::open(nginx.address).expect("nginx listens");
        visitor.host = site;
        let page = visitor.get("/", &format!("Sec-GPC: 1\r\nCookie: _ga=GA1.1.5.{nth}\r\n"));
        assert_eq!(page.expect("it is answered").status, 200);
    }
    let is_denied = |business: usize, ga: usize| {
        let identifiers = json!([{ "kind": "ga", "value": format!("GA1.1.5.{ga}") }]);
        let question =
            json!({ "identifiers": identifiers, "recipient": "acme", "purpose": "sharing" });
        let mut connection = Connection::open(server.address).expect("the server listens");
        connection.host = HOSTS[business].2;
        let answer = connection.post("/v1/decisions", &keys[business], &question);
        answer.expect("it is answered").json()["decision"] == "deny"
    };
    for business in [0, 1] {
        until("nginx to have told of the signal", || {
            is_denied(business, business).then_some(())
        });
        assert!(!is_denied(business, 1 - business), "the other's visitor");
    }
}

#[test]
#[ignore = "needs an Envoy of 1.36 or later, which Debian has not: name it in ENVOY"]
fn envoy_mirrors_signals_and_leaves_other_requests_alone() {
    let both = Installation::on(
        None,
        "[server]\npublic_url = 'https://privacy.shop.example'\n[logging]\nlevel = 'warn'\n\
         [businesses.juniper]\nname = 'Juniper'\npublic_url = 'https://privacy.juniper.example'",
    );
    let key = both.run(&["key", "new", "--scope", "decide"]);
    let key = format!("Authorization: Bearer {}\r\n", key.succeeded().trim());
    let server = both.serve();
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let envoy = Proxy::envoy(folder.path(), server.address);

    let mut visitor = Connection::open(envoy.address).expect("Envoy listens");
    visitor.host = "www.shop.example";
    let signalled = |ga: &str| format!("Sec-GPC: 1\r\nCookie: _ga={ga}\r\n");
    let posted = visitor.post("/v1/visits", &signalled("GA1.1.9.9"), &json!({}));
    assert_eq!(&*posted.expect("it is answered").body, "the site");
    for (path, headers) in [
        ("/", "Sec-GPC: 0\r\nCookie: _ga=GA1.1.0.0\r\n".into()),
        ("/socks?colour=red", signalled("GA1.1.5.6")),
        // A path that Refrain has, too.
        ("/privacy-choices", signalled("GA1.1.7.8")),
    ] {
        let page = visitor.get(path, &headers).expect("it is answered");
        assert_eq!((page.status, &*page.body), (200, "the site"), "{headers}");
    }

    let is_denied = |ga: &str| {
        let identifiers = json!([{ "kind": "ga", "value": ga }]);
        let question =
            json!({ "identifiers": identifiers, "recipient": "acme", "purpose": "sharing" });
        let mut connection = Connection::open(server.address).expect("the server listens");
        connection.host = "privacy.shop.example";
        let answer = connection.post("/v1/decisions", &key, &question);
        answer.expect("it is answered").json()["decision"] == "deny"
    };
    for ga in ["GA1.1.7.8", "GA1.1.5.6"] {
        until("Envoy to have mirrored the signal", || {
            is_denied(ga).then_some(())
        });
    }
    assert!(!is_denied("GA1.1.0.0"), "another value is no signal");
    assert!(!is_denied("GA1.1.9.9"), "what has a body is not mirrored");
}

/// A proxy with its recipe, stopped when it is dropped.
struct Proxy {
    address: SocketAddr,
    child: Child,
}

impl Proxy {
    fn envoy(folder: &Path, refrain: SocketAddr) -> Self {
        let (front, site) = (free(), free());
        let recipe = text_of("envoy", "signals.yaml").replace('\n', "\n                  ");
        let config = include_str!("proxying/envoy.yaml")
            .replace("RECIPE", &recipe)
            .replace("FRONT", &front.port().to_string())
            .replace("SITE", &site.port().to_string())
            .replace("REFRAIN", &refrain.port().to_string());
        let path = folder.join("envoy.yaml");
        std::fs::write(&path, config).expect("a file can be written");
        let program = std::env::var_os("ENVOY").unwrap_or_else(|| "envoy".into());
        let quiet = ["--log-level", "warning", "--disable-hot-restart"];
        let child = Command::new(program)
            .args(quiet)
            .arg("-c")
            .arg(&path)
            .spawn();
        let child = child.expect("Envoy starts; its path is in ENVOY");
        until("Envoy to listen", || Connection::open(front).ok().map(drop));
        Self {
            address: front,
            child,
        }
    }

    fn nginx(folder: &Path, refrain: SocketAddr) -> Self {
        let recipe = |name: &str| {
            text_of("nginx", name)
                .replace("127.0.0.1:8080", &refrain.to_string())
                // The line that is there for a further business.
                .replace("# www.juniper.example", "www.juniper.example")
        };
        for name in ["signals.conf", "signals-site.conf"] {
            std::fs::write(folder.join(name), recipe(name)).expect("a file can be written");
        }
        let (front, site) = (free(), free());
        let here = folder.display();
        let scratch = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {here}/{kind};"))
            .concat();
        let config = format!(
            "daemon off; master_process off; pid {here}/pid; error_log {here}/errors; events {{}}\n\
             http {{ {scratch} access_log off; include {here}/signals.conf;\n\
             server {{ listen {front}; include {here}/signals-site.conf;\n\
             access_log {here}/signals.log refrain_signals if=$refrain_logged;\n\
             location / {{ proxy_pass http://{site}; }} }}\n\
             server {{ listen {site}; location / {{ return 200 'the site'; }} }} }}"
        );
        let path = folder.join("nginx.conf");
        std::fs::write(&path, config).expect("a file can be written");
        let program = ["/usr/sbin/nginx", "nginx"]
            .into_iter()
            .find(|program| Command::new(program).arg("-v").output().is_ok())
            .expect("nginx is installed (`cargo xtask test unit` sees to it)");
        let child = Command::new(program).arg("-c").arg(&path).spawn();
        let child = child.expect("nginx starts");
        until("nginx to listen", || Connection::open(front).ok().map(drop));
        Self {
            address: front,
            child,
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A file of a recipe.
fn text_of(recipe: &str, name: &str) -> String {
    let path = Path::new(RECIPES).join(recipe).join(name);
    std::fs::read_to_string(path).expect("the recipe is there")
}

/// An address that nobody listens at.
fn free() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    listener.local_addr().expect("it has an address")
}
