//! The page that a newcomer sees first: the whole story in four steps.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use super::page;

/// Where the steps of the story are.
#[derive(Clone, Debug, Template)]
#[template(path = "demo/story.html")]
pub struct Story {
    /// The shop's front page.
    pub shop_url: String,
    /// Refrain's own page for the consumer.
    pub choices_url: String,
    /// The pretend downstream systems, in the order in which to look at them.
    pub systems: Vec<Stop>,
    /// The command that checks a downloaded receipt, ready to be copied.
    pub verify_command: String,
}

/// A downstream system as the story names it.
#[derive(Clone, Debug)]
pub struct Stop {
    /// Its name.
    pub name: String,
    /// Its page.
    pub url: String,
    /// What to look for there, in a few words.
    pub note: String,
}

/// Serves the story at `/`.
pub fn router(story: Story) -> Router {
    Router::new()
        .route("/", get(front))
        .with_state(Arc::new(story))
}

async fn front(State(story): State<Arc<Story>>) -> Response {
    page::render(&*story)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stop_is_linked_and_the_page_is_small() {
        let story = Story {
            shop_url: "http://127.0.0.1:1/".into(),
            choices_url: "http://127.0.0.1:2/privacy-choices".into(),
            systems: vec![Stop {
                name: "Acme <Ads>".into(),
                url: "http://127.0.0.1:3/".into(),
                note: "confirms at once".into(),
            }],
            verify_command: "refrain verify receipt.tlog-proof --key 'a+b+c'".into(),
        };
        let html = story.render().unwrap();
        assert!(html.len() < 30_000);
        for address in [
            "http://127.0.0.1:1/",
            "http://127.0.0.1:2/privacy-choices",
            "http://127.0.0.1:3/",
        ] {
            assert!(html.contains(&format!("href=\"{address}\"")), "{address}");
        }
        assert!(html.contains("Acme &#60;Ads&#62;"));
    }
}
