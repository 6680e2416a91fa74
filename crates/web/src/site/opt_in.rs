//! `/privacy-choices/opt-in` and `…/confirm`: the two separate acts of opting in after opting out (11 CCR 7028(a)).

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use optout::{Channel, Control, OptInRequest, PurposeSet};

use super::choices::{After, processed, render};
use super::form::Fields;
use super::visit::{Visit, html, trouble};
use crate::cookies::{Browser, Choice};
use crate::pages::{Deed, OptInConfirm, Trouble, fields, paths};
use crate::problem::Problem;

/// The first act. It changes nothing, and leads to the page of the second.
pub(super) async fn ask(visit: Visit) -> Response {
    let Some(browser) = may_widen(&visit) else {
        return Redirect::to(paths::CHOICES).into_response();
    };
    match first(&visit, browser).await {
        Ok(token) => {
            let page = OptInConfirm {
                frame: visit.frame(),
                recipients: &visit.recipients(),
                token,
            };
            html(StatusCode::OK, &page)
        }
        Err(problem) => visit.trouble(trouble(&problem)),
    }
}

/// The second act.
pub(super) async fn confirm(visit: Visit, form: Result<Fields, Problem>) -> Response {
    let Some(browser) = may_widen(&visit) else {
        return Redirect::to(paths::CHOICES).into_response();
    };
    let form = match form {
        Ok(Fields(form)) => form,
        Err(problem) => return visit.trouble(trouble(&problem)),
    };
    let token = form
        .get(fields::TOKEN)
        .and_then(|token| visit.node.codes.position(token));
    let Some(first) = token else {
        return visit.trouble(Trouble::Stale);
    };
    match visit
        .node
        .confirm_opt_in(first, control(&visit, browser))
        .await
    {
        Ok(standing) => {
            let after = After {
                processed: processed(&visit, &standing, Deed::OptIn),
                ..After::default()
            };
            let mut response = render(&visit, Some(browser), after).await;
            for cookie in [browser.cookie(&visit.node), Choice::In.cookie(&visit.node)] {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(problem) if problem.status == 404 => visit.trouble(Trouble::Stale),
        Err(problem) => visit.trouble(trouble(&problem)),
    }
}

/// The browser that may speak for itself: it sent its secret cookie, from a page of ours, and no signal says otherwise.
fn may_widen(visit: &Visit) -> Option<&Browser> {
    visit
        .browser
        .as_ref()
        .filter(|_| visit.is_same_origin() && !visit.signal)
}

async fn first(visit: &Visit, browser: &Browser) -> Result<String, Problem> {
    let identifiers = [browser.identifier.clone()];
    let ask = OptInRequest {
        subjects: visit.node.subjects(&identifiers),
        purposes: PurposeSet::OPT_OUT,
        channel: Channel::WebForm,
        control: control(visit, browser),
    };
    let first = visit.node.ask_to_opt_in(ask, &identifiers).await?;
    Ok(visit.node.codes.code(first.position))
}

fn control(visit: &Visit, browser: &Browser) -> Control {
    let own = visit
        .node
        .tokens
        .subject(browser.identifier.kind(), browser.identifier.value());
    Control::Browser(own)
}
