//! `refrain demo`: the whole story on this machine.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use axum::Router;
use delivery::webhook::DestinationSecrets;
use optout::{Purpose, Role, Scope};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::serve::{Server, asked_to_stop, in_runtime, listen_at};
use super::{destination, key};
use crate::cli::{self, At, DestinationAdd};
use crate::config::{Config, MAIN};
use crate::demo::downstream::{self, Behaviour, Downstream, Seen, Trade};
use crate::demo::shop::{self, ShopOptions, Tag};
use crate::demo::story::{self, Stop, Story};
use crate::failure::Failure;
use crate::installation::{Installation, Place};
use crate::{logging, measure, term, world};

/// A pretend downstream system of the demo.
struct Actor {
    name: &'static str,
    recipient: &'static str,
    trade: Trade,
    behaviour: Behaviour,
    blurb: &'static str,
    note: &'static str,
}

const ACTORS: [Actor; 3] = [
    Actor {
        name: "Acme Ads",
        recipient: "acme-ads",
        trade: Trade::Advertising,
        behaviour: Behaviour::Good,
        blurb: "An advertising company with a tag on the shop's page. It does what it is told, and says so.",
        note: "does what it is told",
    },
    Actor {
        name: "Pixelworks",
        recipient: "pixelworks",
        trade: Trade::Advertising,
        behaviour: Behaviour::HalfTheTime,
        blurb: "Another advertising company with a tag. Its server fails every other time, so it has to be told twice.",
        note: "fails half the time",
    },
    Actor {
        name: "Datamart",
        recipient: "datamart",
        trade: Trade::Data,
        behaviour: Behaviour::ErrorInBody,
        blurb: "A data broker that buys the shop's customer list. It answers 200, with an error in the body: that is not done.",
        note: "says 200 and means no",
    },
];

pub fn run(port: u16) -> Result<(), Failure> {
    let folder = Folder::make()?;
    let recorder = measure::install()?;
    in_runtime(async {
        let places = Places::take(port).await?;
        let installation = install(&folder.0, &places.urls)?;
        logging::start(&installation.config.logging)?;
        let (stop, stopped) = watch::channel(false);
        let routers = surroundings(&installation, &places.urls)?;
        for (listener, router) in places.around.into_iter().zip(routers) {
            let mut stopped = stopped.clone();
            let serving = axum::serve(listener, router).with_graceful_shutdown(async move {
                let _ = stopped.wait_for(|stopped| *stopped).await;
            });
            tokio::spawn(async move { serving.await });
        }
        announce(&places.urls);
        Server::start(vec![installation], recorder)?
            .serve(places.refrain, asked_to_stop())
            .await?;
        let _ = stop.send(true);
        Ok(())
    })
}

/// Where everything is: addresses without a slash at the end.
struct Urls {
    refrain: String,
    story: String,
    shop: String,
    systems: Vec<String>,
}

/// Taken ports: Refrain's own, and those of the story, the shop and the systems, in this order.
struct Places {
    refrain: TcpListener,
    around: Vec<TcpListener>,
    urls: Urls,
}

impl Places {
    async fn take(port: u16) -> Result<Self, Failure> {
        let mut listeners = Vec::new();
        let mut urls = Vec::new();
        for nth in 0..3 + ACTORS.len() {
            let nth = u16::try_from(nth).expect("a handful of ports");
            let port = if port == 0 {
                0
            } else {
                port.saturating_add(nth)
            };
            let listener = listen_at(SocketAddr::from(([127, 0, 0, 1], port))).await?;
            let address = listener
                .local_addr()
                .map_err(|error| Failure::usage(error.to_string()))?;
            urls.push(format!("http://{address}"));
            listeners.push(listener);
        }
        let systems = urls.split_off(3);
        let [story, refrain, shop] = <[String; 3]>::try_from(urls).expect("three were left");
        let own = listeners.remove(1);
        Ok(Self {
            refrain: own,
            around: listeners,
            urls: Urls {
                refrain,
                story,
                shop,
                systems,
            },
        })
    }
}

/// The demo's installation, with its three destinations.
fn install(folder: &Path, urls: &Urls) -> Result<Installation, Failure> {
    let described = ACTORS.iter().map(|actor| {
        let (trade, data) = match actor.trade {
            Trade::Advertising => ("advertising", "[\"browsing\"]"),
            Trade::Data => ("data_broker", "[\"email\", \"purchases\"]"),
        };
        format!(
            "[recipients.{}]\nname = {:?}\ntrade = {trade:?}\ndata = {data}\n",
            actor.recipient, actor.name
        )
    });
    let text = format!(
        "[server]\npublic_url = {:?}\norigins = [{:?}]\n[business]\nname = \"Juniper & Rye\"\ncontact = \"mailto:privacy@juniper.example\"\n\
         [log]\norigin = \"juniper.example/log\"\n[delivery]\nallow_private_addresses = true\nlongest_wait_seconds = 4\n\
         [logging]\nlevel = \"warn\"\n{}",
        urls.refrain,
        urls.shop,
        described.collect::<String>()
    );
    let place = Place {
        data: folder.to_owned(),
        config: None,
        business: MAIN.to_owned(),
    };
    let installation = place.open_with(&Config::parse(&text, "the demo's configuration")?)?;
    for (actor, url) in ACTORS.iter().zip(&urls.systems) {
        let add = DestinationAdd {
            name: actor.recipient.to_owned(),
            url: format!("{url}/hook"),
            recipient: actor.recipient.to_owned(),
            role: Role::ThirdParty,
            purpose: vec![Purpose::Sale, Purpose::Sharing],
            contract: None,
            contract_until: None,
            at: At {
                folder: cli::Folder {
                    data: folder.to_owned(),
                    config: None,
                },
                business: MAIN.to_owned(),
            },
        };
        destination::declare(&installation, add)?;
    }
    Ok(installation)
}

/// What stands around Refrain: the story, the shop and the systems, in this order.
fn surroundings(installation: &Installation, urls: &Urls) -> Result<Vec<Router>, Failure> {
    let log_key = installation.signer.verifier_key();
    let stop = |(actor, url): (&Actor, &String)| Stop {
        name: actor.name.to_owned(),
        url: url.clone(),
        note: actor.note.to_owned(),
    };
    let story = Story {
        shop_url: urls.shop.clone(),
        choices_url: format!("{}/privacy-choices", urls.refrain),
        systems: ACTORS.iter().zip(&urls.systems).map(stop).collect(),
        verify_command: format!("refrain verify FILE --key '{log_key}'"),
    };
    let tag = |nth: usize| Tag {
        recipient: ACTORS[nth].recipient.to_owned(),
        name: ACTORS[nth].name.to_owned(),
        url: urls.systems[nth].clone(),
    };
    let bakery = ShopOptions {
        refrain_url: urls.refrain.clone(),
        decide_key: key::make(installation, vec![Scope::Decide], Some("shop".into()))?,
        asked: tag(0),
        held: tag(1),
        story_url: urls.story.clone(),
    };
    let mut routers = vec![story::router(story), shop::router(bakery)];
    for actor in &ACTORS {
        let system = Downstream {
            name: actor.name.to_owned(),
            recipient: actor.recipient.to_owned(),
            blurb: actor.blurb.to_owned(),
            trade: actor.trade,
            behaviour: actor.behaviour,
            verifying_key: DestinationSecrets::derive(&installation.key, actor.recipient, 1)
                .public_key()
                .to_string(),
            log_key: Some(log_key.clone()),
            story_url: urls.story.clone(),
            now: world::now,
            seen: Seen::default(),
        };
        routers
            .push(downstream::router(system).map_err(|error| Failure::usage(error.to_string()))?);
    }
    Ok(routers)
}

fn announce(urls: &Urls) {
    let lines = [
        String::new(),
        "  Refrain is running, with a shop and three pretend companies around it.".to_owned(),
        String::new(),
        format!("  The story, in two minutes   {}", urls.story),
        format!("  The shop                    {}", urls.shop),
        format!(
            "  Your privacy choices        {}/privacy-choices",
            urls.refrain
        ),
        String::new(),
        "  Ctrl-C ends it and leaves nothing behind.".to_owned(),
        String::new(),
    ];
    lines.iter().for_each(term::say);
}

/// A folder that goes when the demo ends.
struct Folder(PathBuf);

impl Folder {
    fn make() -> Result<Self, Failure> {
        let mut random = [0; 8];
        world::random(&mut random);
        let path = std::env::temp_dir().join(format!("refrain-demo-{}", web::hex(&random)));
        crate::keyfile::make_folder(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed from a temporary folder is the system's to clean.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
