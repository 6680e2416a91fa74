//! `/refrain.js` and `/refrain-core.js`.

use serde_json::Value;

use crate::support::{Call, TestNode};

#[tokio::test]
async fn the_script_ends_with_its_settings() {
    let node = TestNode::start().await;
    for path in ["/refrain.js", "/refrain-core.js"] {
        let script = node.send(Call::get(path)).await;
        assert_eq!(
            script.header("content-type"),
            "text/javascript; charset=utf-8"
        );
        let text = script.text();
        let (_, settings) = text.rsplit_once("})(").unwrap();
        let settings: Value =
            serde_json::from_str(settings.trim_end().strip_suffix(");").unwrap()).unwrap();
        assert_eq!(settings["url"], "https://privacy.shop.example");
        assert_eq!(settings["domain"], "shop.example");
        assert_eq!(settings["report"]["_ga"], "ga");

        let asked = Call::get(path).header("if-none-match", script.header("etag"));
        let known = node.send(asked).await;
        assert_eq!((known.status, known.body.len()), (304, 0));
        let brotli = node
            .send(Call::get(path).header("accept-encoding", "gzip, br"))
            .await;
        assert_eq!(brotli.header("content-encoding"), "br");
        assert!(brotli.body.len() < script.body.len());
    }
}
