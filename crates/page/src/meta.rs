//! Title, publisher, authors, address and language of a page.

use crate::head::plain;
use crate::jsonld::JsonLd;
use crate::scan;
use crate::survey::Survey;

fn meta<'a>(survey: &'a Survey, keys: &[&str]) -> Option<&'a str> {
    keys.iter().find_map(|key| survey.metas.iter().find(|(k, _)| k == key)).map(|(_, v)| v.as_str())
}

/// The headline.
pub(crate) fn title(survey: &Survey, json_ld: &JsonLd, publisher: Option<&str>) -> Option<String> {
    let named = json_ld.headline.as_deref().or_else(|| {
        meta(survey, &["og:title", "twitter:title", "dc.title", "dcterms.title", "title", "headline"])
    });
    let page = named.or(survey.title.as_deref());
    // A first-level heading that the page's title holds is that title without the name of the site.
    if let Some(page) = page.or(survey.title.as_deref()) {
        let whole = plain(page);
        let heading =
            survey.h1.iter().find(|h| h.split_whitespace().count() >= 2 && whole.contains(&plain(h)));
        if let Some(h1) = heading
            && plain(h1).len() * 2 > whole.len()
        {
            return Some(h1.clone());
        }
    }
    let title = named.map(|t| without_site(t, publisher));
    title
        .or_else(|| survey.h1.iter().find(|h| h.split_whitespace().count() >= 3).cloned())
        .or_else(|| survey.title.as_deref().map(|t| without_site(t, publisher)))
        .filter(|t| !t.is_empty())
}

/// The title without " | Example Post" and the like.
fn without_site(title: &str, publisher: Option<&str>) -> String {
    for separator in [" | ", " - ", " – ", " — ", " :: ", " » ", " • "] {
        if let Some((head, tail)) = title.rsplit_once(separator) {
            let site =
                publisher.is_some_and(|p| plain(p) == plain(tail) || plain(tail).starts_with(&plain(p)));
            let short = tail.split_whitespace().count() <= 4
                && head.split_whitespace().count() >= 4
                && separator != " - ";
            let domain = tail.trim().contains('.') && !tail.trim().contains(' ');
            if (site || short || domain) && head.split_whitespace().count() >= 2 {
                return without_site(head.trim(), publisher);
            }
        }
    }
    title.trim().to_owned()
}

/// Who published the page.
pub(crate) fn publisher(survey: &Survey, json_ld: &JsonLd) -> Option<String> {
    let named = json_ld.publisher.clone().or_else(|| {
        meta(
            survey,
            &[
                "og:site_name",
                "publisher",
                "dc.publisher",
                "dcterms.publisher",
                "citation_publisher",
                "application-name",
                "copyright",
            ],
        )
        .map(str::to_owned)
    });
    named.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty() && n.len() <= 120 && !n.starts_with("http"))
}

/// The authors as the page names them.
pub(crate) fn authors(survey: &Survey, json_ld: &JsonLd) -> Vec<String> {
    let mut found: Vec<String> = json_ld.authors.clone();
    let keys = [
        "author",
        "article:author",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
        "sailthru.author",
        "citation_author",
        "byl",
        "article.author",
    ];
    for key in keys {
        if found.iter().any(|f| accept(f).is_some()) {
            break;
        }
        found = survey.metas.iter().filter(|(k, _)| k == key).map(|(_, v)| v.clone()).collect();
    }
    if !found.iter().any(|f| accept(f).is_some()) {
        found.clone_from(&survey.authors);
    }
    let mut out: Vec<String> = Vec::new();
    for name in found.iter().flat_map(|f| split(f)).filter_map(|n| accept(&n)) {
        if !out.iter().any(|o| o.eq_ignore_ascii_case(&name)) && out.len() < 20 {
            out.push(name);
        }
    }
    out
}

fn split(names: &str) -> Vec<String> {
    let commas = names.matches(',').count();
    // One comma may be "Brook, Ada"; several are a list.
    let parts = names.split([';', '|']).flat_map(|p| p.split(" and ")).flat_map(|p| p.split(" & "));
    if commas >= 2 || names.contains(" and ") {
        parts.flat_map(|p| p.split(", ")).map(|p| p.trim().to_owned()).collect()
    } else {
        parts.map(|p| p.trim().to_owned()).collect()
    }
}

fn accept(name: &str) -> Option<String> {
    let name = name.trim().trim_matches([',', '|', ':']).trim();
    let name = ["By ", "by ", "BY ", "Von ", "von ", "Par ", "Por "]
        .iter()
        .find_map(|p| name.strip_prefix(p))
        .unwrap_or(name)
        .trim();
    let bad = name.is_empty()
        || name.len() > 80
        || name.contains("://")
        || name.contains('@')
        || name.starts_with('/')
        || name.split_whitespace().count() > 7;
    (!bad).then(|| name.to_owned())
}

/// The address that the page gives as its own.
pub(crate) fn url(survey: &Survey, json_ld: &JsonLd) -> Option<String> {
    let found = survey
        .canonical
        .as_deref()
        .into_iter()
        .chain(meta(survey, &["og:url", "twitter:url", "dc.identifier"]))
        .chain(json_ld.url.as_deref());
    found.map(str::trim).find(|u| u.starts_with("http://") || u.starts_with("https://")).map(str::to_owned)
}

/// What the page says its story is about.
pub(crate) fn description(survey: &Survey, json_ld: &JsonLd) -> Option<String> {
    meta(survey, &["og:description", "description", "twitter:description", "dc.description"])
        .or(json_ld.description.as_deref())
        .map(str::to_owned)
}

/// The language as the page states it, as an ISO 639-1 code.
pub(crate) fn language(survey: &Survey) -> Option<String> {
    let stated = survey
        .lang
        .as_deref()
        .or_else(|| meta(survey, &["content-language", "og:locale", "language", "dc.language"]))?;
    code(stated)
}

/// The primary part of a language tag where it has two letters.
pub(crate) fn code(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_', ',', ' ']).next()?.to_ascii_lowercase();
    (primary.len() == 2 && primary.bytes().all(|b| b.is_ascii_lowercase())).then_some(primary)
}

/// The language of a text by its words, where there are enough of them.
pub(crate) fn detect_language(text: &str) -> Option<String> {
    let head = scan::cut(text, 4000);
    if head.chars().filter(|c| c.is_alphabetic()).take(60).count() < 60 {
        return None;
    }
    let code = match whichlang::detect_language(head).three_letter_code() {
        "ara" => "ar",
        "cmn" => "zh",
        "deu" => "de",
        "eng" => "en",
        "fra" => "fr",
        "hin" => "hi",
        "ita" => "it",
        "jpn" => "ja",
        "kor" => "ko",
        "nld" => "nl",
        "por" => "pt",
        "rus" => "ru",
        "spa" => "es",
        "swe" => "sv",
        "tur" => "tr",
        "vie" => "vi",
        _ => return None,
    };
    Some(code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_the_site() {
        assert_eq!(
            without_site("Shells fall on Old Harbour | Example Post", None),
            "Shells fall on Old Harbour"
        );
        assert_eq!(without_site("Talks fail - Example Post", Some("Example Post")), "Talks fail");
        assert_eq!(without_site("Two dead - police", Some("Example Post")), "Two dead - police");
    }

    #[test]
    fn names_are_split_and_checked() {
        let survey = Survey {
            metas: vec![("author".into(), "By Ada Brook and Tom Reed".into())],
            ..Survey::default()
        };
        assert_eq!(authors(&survey, &JsonLd::default()), ["Ada Brook", "Tom Reed"]);
        assert_eq!(accept("https://example.org/ada"), None);
        assert_eq!(code("en-GB").as_deref(), Some("en"));
    }
}
