//! `/refrain.js` and `/refrain-core.js`: the script that a site pastes into its head.
//!
//! The files are built from `snippet/` and are the same everywhere: a function that wants its settings. What is appended here is
//! the call with the settings of the business, so a page needs one request and no look-up before its first tag.

mod brotli;
mod catalogue;
mod pattern;
mod place;
mod proof;
mod settings;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};

use crate::node::Node;

pub use catalogue::{Recipient, Unknown, catalogue};
pub use place::is_place;
pub use proof::SiteKey;
pub use settings::{Gpp, LinkWords, MAX_REPORTED, Mspa, Section, SiteSettings, Unusable, Wanted};

/// How long a browser may use the script without asking whether it has changed.
const CACHE_CONTROL: &str = "public, max-age=300, stale-while-revalidate=86400";

/// A script for one business, as it is sent.
#[derive(Clone, Debug)]
pub struct Script {
    plain: Arc<[u8]>,
    compressed: Arc<[u8]>,
    tag: HeaderValue,
}

/// Both scripts of one business.
#[derive(Clone, Debug)]
pub struct Snippet {
    /// Everything.
    pub whole: Script,
    /// The part that decides and holds, to be written into the page itself.
    pub core: Script,
}

impl Snippet {
    /// The scripts with these settings.
    #[must_use]
    pub fn new(settings: &str) -> Self {
        Self {
            whole: Script::new(
                include_bytes!("../../../../snippet/dist/refrain.js"),
                include_bytes!("../../../../snippet/dist/refrain.js.br"),
                settings,
            ),
            core: Script::new(
                include_bytes!("../../../../snippet/dist/refrain-core.js"),
                include_bytes!("../../../../snippet/dist/refrain-core.js.br"),
                settings,
            ),
        }
    }
}

impl Script {
    fn new(function: &[u8], compressed: &[u8], settings: &str) -> Self {
        let call = format!("{settings});\n");
        let plain: Arc<[u8]> = [function, call.as_bytes()].concat().into();
        let tag = format!("\"{}\"", crate::hex(&Sha256::digest(&plain)[..16]));
        Self {
            compressed: brotli::end(compressed, call.as_bytes()).into(),
            tag: HeaderValue::from_str(&tag).expect("hexadecimal is visible ASCII"),
            plain,
        }
    }

    /// The script's text.
    #[must_use]
    pub fn text(&self) -> &str {
        str::from_utf8(&self.plain).expect("the build and JSON are UTF-8")
    }

    fn answer(&self, asked: &HeaderMap) -> Response {
        let has = asked.get_all(header::IF_NONE_MATCH);
        let is_known = has.iter().any(|known| known == self.tag);
        let takes_brotli = asked.get_all(header::ACCEPT_ENCODING).iter().any(|value| {
            let value = value.to_str().unwrap_or_default();
            value
                .split(',')
                .any(|one| matches!(one.trim(), "br" | "br;q=1" | "br;q=1.0"))
        });
        let mut response = if is_known {
            StatusCode::NOT_MODIFIED.into_response()
        } else if takes_brotli {
            let encoding = [(header::CONTENT_ENCODING, "br")];
            (encoding, self.compressed.to_vec()).into_response()
        } else {
            self.plain.to_vec().into_response()
        };
        let headers = response.headers_mut();
        for (name, value) in [
            (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
            (header::CACHE_CONTROL, CACHE_CONTROL),
            (header::VARY, "Accept-Encoding"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (
                header::HeaderName::from_static("cross-origin-resource-policy"),
                "cross-origin",
            ),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        headers.insert(header::ETAG, self.tag.clone());
        response
    }
}

pub(crate) fn routes() -> Router<Arc<Node>> {
    Router::new()
        .route("/refrain.js", get(whole))
        .route("/refrain-core.js", get(core))
}

async fn whole(State(node): State<Arc<Node>>, headers: HeaderMap) -> Response {
    node.snippet.whole.answer(&headers)
}

async fn core(State(node): State<Arc<Node>>, headers: HeaderMap) -> Response {
    node.snippet.core.answer(&headers)
}
