//! A request's body, read whole: within a limit of bytes and of time.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest as _, Request};

use crate::problem::Problem;

/// How many bytes a body may have.
pub const MAX_BODY_BYTES: usize = 1 << 20;
/// How long a client may take to send it: a connection that waits for the rest is one less for others.
pub const BODY_WITHIN: Duration = Duration::from_secs(30);

/// Reads a body to its end.
///
/// # Errors
/// 413 where it is too long, 408 where it takes too long, and 400 where it breaks.
pub(crate) async fn whole(body: Body) -> Result<Bytes, Problem> {
    let mut request = Request::new(body);
    DefaultBodyLimit::max(MAX_BODY_BYTES).apply(&mut request);
    let reading = Bytes::from_request(request, &());
    match tokio::time::timeout(BODY_WITHIN, reading).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(rejection)) if rejection.status() == 413 => Err(Problem::too_large(MAX_BODY_BYTES)),
        Ok(Err(_)) => {
            let detail = "the body ended too early, or in the middle of a chunk";
            Err(Problem::malformed("body", detail))
        }
        Err(_) => Err(Problem::too_slow(BODY_WITHIN.as_secs())),
    }
}
