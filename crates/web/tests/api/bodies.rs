//! Bodies that do not arrive.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::BoxError;
use axum::body::{Bytes, HttpBody};
use hyper::body::Frame;
use insta::assert_snapshot;

use crate::support::{Call, TestNode};

/// Wherever a body is read.
const API: [&str; 9] = [
    "/v1/opt-outs",
    "/v1/signals",
    "/v1/signals:batch",
    "/v1/visits",
    "/v1/links",
    "/v1/programs/insiders/stays",
    "/v1/opt-ins",
    "/v1/decisions",
    "/v1/decisions:batch",
];

/// What comes instead of the rest.
#[derive(Clone, Copy)]
enum Rest {
    Nothing,
    AnError,
}

impl HttpBody for Rest {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match *self {
            Self::Nothing => Poll::Pending,
            Self::AnError => Poll::Ready(Some(Err("a chunk of no size".into()))),
        }
    }
}

#[tokio::test]
async fn who_does_not_send_the_rest_is_told_so_after_a_while() {
    let node = TestNode::start().await;
    tokio::time::pause();
    for path in API {
        let begin = tokio::time::Instant::now();
        let answer = node.send(Call::raw(path, "").body(Rest::Nothing)).await;
        assert_eq!(answer.status, 408, "{path} {answer}");
        assert_eq!(begin.elapsed().as_secs(), web::BODY_WITHIN.as_secs());
    }
    let answer = node.send(Call::raw(API[0], "").body(Rest::Nothing)).await;
    assert_snapshot!(answer, @r#"408 {"detail":"the body did not end within 30 seconds: send it again","field":"body","status":408,"title":"The request takes too long","type":"urn:refrain:problem:too-slow"}"#);
    let form = Call::form("/privacy-choices", "").body(Rest::Nothing);
    let page = node.send(form).await;
    assert_eq!(page.status, 400);
    assert!(page.text().contains("press the button again"));
}

#[tokio::test]
async fn a_body_that_breaks_is_malformed() {
    let node = TestNode::start().await;
    for path in API {
        let answer = node.send(Call::raw(path, "").body(Rest::AnError)).await;
        assert_eq!(answer.status, 400, "{path} {answer}");
    }
    let answer = node.send(Call::raw(API[0], "").body(Rest::AnError)).await;
    assert_snapshot!(answer, @r#"400 {"detail":"the body ended too early, or in the middle of a chunk","field":"body","status":400,"title":"The request is malformed","type":"urn:refrain:problem:malformed-request"}"#);
}
