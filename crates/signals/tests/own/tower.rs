//! The middleware, in an axum application.

use std::sync::{Mutex, mpsc};

use axum::body::Body;
use axum::http::{HeaderMap, Request};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use signals::tower::{PreferenceSignal, PreferenceSignalLayer};
use tower::ServiceExt as _;

/// Sends a request with these lines of `Sec-GPC` to an application that answers with these lines of `Vary`.
async fn answer(layer: Router, lines: &[&str]) -> Response {
    let mut request = Request::get("/page");
    for line in lines {
        request = request.header("sec-gpc", *line);
    }
    layer
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap()
}

fn app(vary: &'static [&'static str]) -> Router {
    let page = move |Extension(signal): Extension<PreferenceSignal>| async move {
        let mut headers = HeaderMap::new();
        for line in vary {
            headers.append("vary", line.parse().unwrap());
        }
        (headers, format!("{signal:?}"))
    };
    Router::new().route("/page", get(page))
}

async fn body(response: Response) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 1_000)
        .await
        .unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn handlers_know_of_the_signal() {
    let cases: [(&[&str], &str); 5] = [
        (&[], "Absent"),
        (&["1"], "OptOut"),
        (&["0", "1"], "OptOut"),
        (&["1, 1"], "OptOut"),
        (&["true"], "Absent"),
    ];
    for (lines, expected) in cases {
        let app = app(&[]).layer(PreferenceSignalLayer::new());
        assert_eq!(body(answer(app, lines).await).await, expected, "{lines:?}");
    }
}

#[tokio::test]
async fn caches_are_told_once_and_keep_what_they_were_told() {
    let cases: [(&[&str], &[&str]); 5] = [
        (&[], &["Sec-GPC"]),
        (&["Accept, Cookie"], &["Accept, Cookie", "Sec-GPC"]),
        (
            &["Accept", "cookie, sec-gpc"],
            &["Accept", "cookie, sec-gpc"],
        ),
        (&["*"], &["*"]),
        (&["X-Sec-GPC"], &["X-Sec-GPC", "Sec-GPC"]),
    ];
    for (theirs, expected) in cases {
        let app = app(theirs).layer(PreferenceSignalLayer::new());
        let response = answer(app, &[]).await;
        let lines = response.headers().get_all("vary").iter();
        let lines: Vec<&str> = lines.map(|line| line.to_str().unwrap()).collect();
        assert_eq!(lines, expected);
    }
    // Twice the layer is once the line.
    let twice = app(&[])
        .layer(PreferenceSignalLayer::new())
        .layer(PreferenceSignalLayer::default());
    assert_eq!(
        answer(twice, &[])
            .await
            .headers()
            .get_all("vary")
            .iter()
            .count(),
        1
    );
}

#[tokio::test]
async fn the_observer_sees_requests_that_carry_the_signal_and_no_others() {
    let (seen, to_forward) = mpsc::channel();
    // What cannot be cloned can observe too.
    let seen = Mutex::new(seen);
    let layer = PreferenceSignalLayer::new().observed_by(move |request: &http::request::Parts| {
        let signal = request.extensions.get::<PreferenceSignal>().copied();
        let path = request.uri.path().to_owned();
        seen.lock().unwrap().send((path, signal)).unwrap();
    });
    for lines in [&["1"][..], &["0"], &[], &["1", "1"]] {
        answer(app(&[]).layer(layer.clone()), lines).await;
    }
    let expected = ("/page".to_owned(), Some(PreferenceSignal::OptOut));
    drop(layer);
    let seen: Vec<_> = to_forward.iter().collect();
    assert_eq!(seen, [expected.clone(), expected]);
}
