//! Attributions that the network saw: cue, source and content as spans.

use crate::claims::{is_hedged, place};
use crate::lexicon::Lexicon;
use crate::quotes::Quote;
use crate::sight::Sight;
use diurna_core::{Attribution, Document, Form, TokenSpan};

/// Share of the content inside quotation marks from which a claim is direct speech.
const DIRECT: f32 = 0.9;

/// The attributions of a report in text order; hedged from that probability on.
pub(crate) fn attributions(
    sight: &Sight<'_>,
    lexicon: &Lexicon,
    quotes: &[Quote],
    least_hedged: f32,
) -> Vec<Attribution> {
    let d = sight.scene.document;
    let mut out = Vec::new();
    for cue in &sight.seen.cues {
        let span = sight.span(&cue.words);
        let content: Vec<TokenSpan> = cue
            .content
            .iter()
            .map(|words| trimmed(d, sight.span(words)))
            .filter(|c| c.len() > 1 && !c.overlaps(span))
            .collect();
        if span.is_empty() || content.is_empty() {
            continue;
        }
        let source = cue.source.iter().map(|words| trimmed(d, sight.span(words))).find(|s| !s.is_empty());
        let hedged = cue.hedged >= least_hedged || content.iter().any(|c| is_hedged(d, lexicon, *c));
        let form = form(&content, quotes);
        // A quotation split by its cue is two claims of one speaker.
        let apart = content.len() == 2 && content[0].end <= span.start && content[1].start >= span.end;
        let pieces: Vec<Vec<TokenSpan>> =
            if apart { content.iter().map(|c| vec![*c]).collect() } else { vec![content] };
        for content in pieces {
            out.push(Attribution { source, cue: Some(span), content, form, hedged });
        }
    }
    out.sort_by_key(place);
    out
}

/// Without marks at its ends.
fn trimmed(d: &Document, span: TokenSpan) -> TokenSpan {
    let mark = |t: u32| !d.word(t as usize).chars().any(char::is_alphanumeric);
    let (mut start, mut end) = (span.start, span.end);
    while start < end && mark(start) {
        start += 1;
    }
    while end > start && mark(end - 1) {
        end -= 1;
    }
    TokenSpan::new(start as usize, end as usize)
}

/// Whether the content is quoted throughout, in parts or not.
pub(crate) fn form(content: &[TokenSpan], quotes: &[Quote]) -> Form {
    let total: usize = content.iter().map(|c| c.len()).sum();
    let quoted: usize = content
        .iter()
        .flat_map(|c| quotes.iter().map(move |q| c.range().filter(|&t| q.inside.covers(t)).count()))
        .sum();
    if quoted == 0 {
        Form::Indirect
    } else if quoted as f32 >= DIRECT * total as f32 {
        Form::Direct
    } else {
        Form::Mixed
    }
}
