//! Names under which strangers have sites side by side.
//!
//! The public suffix list knows thousands more, and costs every build fifteen seconds. Where this one takes two sites for one, they
//! are one company's or hosted side by side; where it takes one for two, `--own` says so.

/// Second levels under which most countries give out names, as in `shop.co.uk`.
const SECOND_LEVELS: &str = "ac co com edu gen go gov gob gouv ne net or org";

/// What else countries give out names under, and those who sell names under one of their own.
const REGISTRIES: &str = "\
    ltd.uk me.uk nhs.uk plc.uk police.uk \
    asn.au id.au geek.nz iwi.nz kiwi.nz maori.nz school.nz law.za nom.za school.za web.za \
    ab.ca bc.ca gc.ca mb.ca nb.ca nl.ca ns.ca nt.ca nu.ca on.ca pe.ca qc.ca sk.ca yk.ca \
    ad.jp ed.jp gr.jp lg.jp pe.kr re.kr idv.hk idv.tw club.tw per.sg in.th mi.th \
    firm.in ind.in biz.id my.id sch.id web.id biz.vn info.vn name.vn pro.vn k12.il muni.il \
    av.tr biz.tr dr.tr info.tr k12.tr name.tr tel.tr web.tr \
    biz.pl info.pl waw.pl in.ua kiev.ua kyiv.ua msk.ru spb.ru asso.fr nom.fr gv.at nom.es \
    adv.br app.br art.br blog.br dev.br eco.br eng.br ind.br log.br med.br tv.br \
    br.com cn.com co.com de.com eu.com gr.com jpn.com mex.com ru.com sa.com uk.com us.com za.com \
    gb.net hu.net in.net jp.net se.net uk.net eu.org us.org";

/// Companies that give every customer a name under theirs.
const HOSTING: &str = "\
    amplifyapp.com cloudfront.net awsglobalaccelerator.com \
    azureedge.net azurefd.net azurewebsites.net cloudapp.net trafficmanager.net \
    appspot.com blogspot.com firebaseapp.com googleusercontent.com translate.goog web.app \
    bitbucket.io github.io githubusercontent.com gitlab.io readthedocs.io \
    deno.dev fly.dev glitch.me herokuapp.com netlify.app now.sh ondigitalocean.app onrender.com pages.dev r2.dev \
    repl.co replit.app surge.sh up.railway.app vercel.app workers.dev \
    ngrok.app ngrok.dev ngrok.io ngrok-free.app ngrok-free.dev trycloudflare.com \
    bigcartel.com carrd.co framer.app framer.website kinsta.cloud lovable.app mybigcommerce.com myshopify.com \
    myspreadshop.com pantheonsite.io squarespace.com tumblr.com webflow.io weebly.com wixsite.com wordpress.com \
    wpengine.com wpenginepowered.com \
    akamaihd.net akamaized.net b-cdn.net cdn77.org edgekey.net edgesuite.net fastly.net fastlylb.net kxcdn.com";

/// Clouds that put regions and services in between: every host is somebody else's.
const CLOUDS: &str = "\
    amazonaws.com awsapprunner.com elasticbeanstalk.com azurecontainerapps.io azurestaticapps.net cloudapp.azure.com \
    windows.net cloudfunctions.net run.app backblazeb2.com digitaloceanspaces.com linodeobjects.com replit.dev";

/// Whether strangers have sites right below `name`.
pub fn is_shared(name: &str) -> bool {
    is_one_of(REGISTRIES, name) || is_one_of(HOSTING, name) || is_countrys(name)
}

/// Whether strangers have sites anywhere below `name`.
pub fn is_cloud(name: &str) -> bool {
    is_one_of(CLOUDS, name)
}

fn is_countrys(name: &str) -> bool {
    let Some((second, country)) = name.split_once('.') else {
        return false;
    };
    let is_state = country == "us" && second.len() == 2;
    country.len() == 2 && (is_one_of(SECOND_LEVELS, second) || is_state)
}

fn is_one_of(list: &str, name: &str) -> bool {
    list.split_whitespace().any(|one| one == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_twice() {
        let all = [SECOND_LEVELS, REGISTRIES, HOSTING, CLOUDS].join(" ");
        let mut names: Vec<_> = all.split_whitespace().collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
