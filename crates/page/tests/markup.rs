//! Pages with odd markup, and what is read from them.

#![allow(clippy::expect_used, missing_docs)]

use diurna_core::Report;
use diurna_page::{Options, read_page};

const FIRST: &str =
    "Two rockets hit the market of Old Harbour on Tuesday, killing six people, the mayor, Ada Brook, said.";
const SECOND: &str =
    "The district hospital said it had treated nineteen wounded people, four of them children.";

fn read(html: &str) -> Report {
    read_page("page.html", html.as_bytes(), &Options::default()).expect("a report")
}

fn page(body: &str) -> String {
    format!(
        "<html lang=en><title>Rockets hit market in Old Harbour</title><body><article><h1>Rockets hit market in Old Harbour</h1>\
         <p>{FIRST}</p>{body}<p>{SECOND}</p></article></body></html>"
    )
}

#[test]
fn a_page_is_not_dated_by_a_post_that_it_quotes() {
    let post = "<blockquote class=\"twitter-tweet\"><p>Smoke over the port.</p>&mdash; Ada Brook (@brook) \
                <a href=x>March 3, 2029</a></blockquote>";
    assert_eq!(read(&page(post)).published, None);
    let day = |html: &str| read(html).published.map(|p| p.date.to_string());
    assert_eq!(day(&page(&format!("<p class=date>May 11, 2032</p>{post}"))).as_deref(), Some("2032-05-11"));
    // No text of the post is read together with what stands behind it.
    assert_eq!(
        day(&page(&format!("{post}<p>First told on May 11, 2032.</p>"))).as_deref(),
        Some("2032-05-11")
    );
    // Nor is it that of an element for dates which holds the post.
    assert_eq!(read(&page(&format!("<div class=details>{post}</div>"))).published, None);
    // What stands behind it counts again.
    assert_eq!(day(&page(&format!("{post}<p class=date>May 11, 2032</p>"))).as_deref(), Some("2032-05-11"));
}

#[test]
fn what_nobody_sees_parts_no_word() {
    let html = page(
        "<p>&#8203;Gun&shy;men shot four vil&shy;lag&shy;ers&#8203; near &#8235;Tel Oren&#8236;, police said.</p>",
    );
    let text = read(&html.replace("<title>Rockets hit market", "<title>Rockets hit mar&shy;ket")).text;
    assert!(text.contains("\n\nGunmen shot four villagers near Tel Oren, police said.\n\n"), "{text:?}");
    // The title is the heading, and is told once.
    assert_eq!(text.matches("Rockets hit market in Old Harbour").count(), 1, "{text:?}");
}

#[test]
fn a_story_in_the_data_of_a_page_keeps_its_paragraphs() {
    let script = |body: &str| {
        format!(
            "<html lang=en><title>Rockets hit market in Old Harbour</title><script type='application/ld+json'>\
             {{\"@type\": \"NewsArticle\", \"headline\": \"Rockets hit market in Old Harbour\", \"articleBody\": \"{body}\"}}\
             </script><body><div id=root></div></body></html>"
        )
    };
    let whole = format!("Rockets hit market in Old Harbour\n\n{FIRST}\n\n{SECOND}");
    assert_eq!(&*read(&script(&format!("<p>{FIRST}</p><p>{SECOND}</p>"))).text, whole);
    assert_eq!(&*read(&script(&format!("{FIRST}\\n\\n{SECOND}"))).text, whole);
}
