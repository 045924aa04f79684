#![allow(clippy::all, clippy::print_stdout, missing_docs, clippy::unwrap_used)]
#[path = "../../../eval/src/pages.rs"]
mod pages;
use std::path::Path;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let base = Path::new("/work/shared/data/pages");
    let show = |name: &str, t: std::time::Instant, o: pages::Outcome| {
        for (k, v) in &o.figures { println!("{k} {v:.4}"); }
        println!("{name} {:?}", t.elapsed());
        let s: Vec<String> = o.predictions.iter().map(|p| p.to_string()).collect();
        std::fs::write(format!("/tmp/page-{name}.jsonl"), s.join("\n")).unwrap();
    };
    if a[1] == "json" {
        for f in &a[2..] {
            let r = diurna_page::read_page(f, &std::fs::read(f).unwrap(), &Default::default()).unwrap();
            let regions: Vec<_> = r.regions.iter().map(|g| (format!("{:?}", g.kind), g.span.start, g.span.end)).collect();
            println!("{}", serde_json::json!({"regions": regions, "title": r.title, "published": r.published.map(|p| p.date.to_string()), "basis": r.published.map(|p| p.basis), "text": &*r.text}));
        }
        return;
    }
    for w in &a[1..] {
        let t = std::time::Instant::now();
        match w.as_str() {
            "aeb" => show(w, t, pages::aeb(&base.join("aeb-dev")).unwrap()),
            "wcxb" => show(w, t, pages::wcxb(&base.join("wcxb-dev")).unwrap()),
            "htmldate" => show(w, t, pages::htmldate(&base.join("htmldate-dev")).unwrap()),
            path => {
                let bytes = std::fs::read(path).unwrap();
                let t = std::time::Instant::now();
                let r = diurna_page::read_page(path, &bytes, &Default::default());
                let e = t.elapsed();
                match r {
                    Ok(r) => {
                        println!("== {path} {e:?} {:?} {:?} {:?} {:?} {:?} {:?}", r.title, r.published, r.publisher, r.authors, r.language, r.url);
                        if std::env::var("SHOW").is_ok() { for g in &r.regions {
                            let t = g.span.of(&r.text);
                            if g.kind == diurna_core::report::RegionKind::Body && t.len() > 300 {
                                println!("  [{:?}] {:?} … {:?}", g.kind, t.chars().take(120).collect::<String>(), t.chars().skip(t.chars().count()-80).collect::<String>());
                            } else { println!("  [{:?}] {:?}", g.kind, t); }
                        } }
                    }
                    Err(e) => println!("== {path} ERR {e} {:?}", e.hint()),
                }
            }
        }
    }
}
