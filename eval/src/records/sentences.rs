//! Sentences as the rules of scoring cut them; simple on purpose, and apart from the program's own.

use crate::spans::Span;

/// The pieces of a text: cut at line ends, and after `.`, `!` or `?` with closing marks and white space where a
/// capital letter or a digit follows.
pub(crate) fn sentences(text: &[char]) -> Vec<Span> {
    let mut out = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < text.len() {
        match stop(text, at).or_else(|| lines(text, at)) {
            Some(end) => {
                out.push((start, end));
                (start, at) = (end, end);
            }
            None => at += 1,
        }
    }
    out.push((start, text.len()));
    out
}

/// Numbers of the sentences that the spans touch.
pub(crate) fn touched(spans: &[Span], sentences: &[Span]) -> Vec<usize> {
    let touches = |s: &Span| spans.iter().any(|x| s.0 < x.1 && x.0 < s.1);
    sentences.iter().enumerate().filter(|(_, s)| touches(s)).map(|(i, _)| i).collect()
}

fn stop(text: &[char], at: usize) -> Option<usize> {
    if !matches!(text.get(at.checked_sub(1)?)?, '.' | '!' | '?') {
        return None;
    }
    let marks = at + run(&text[at..], |c| matches!(c, '"' | '”' | '’' | ')' | ']'));
    let space = marks + run(&text[marks..], white);
    let opening = matches!(text.get(space), Some('"' | '“' | '‘' | '(' | '['));
    let next = text.get(space + usize::from(opening))?;
    (space > marks && (next.is_ascii_uppercase() || next.is_ascii_digit())).then_some(space)
}

fn lines(text: &[char], at: usize) -> Option<usize> {
    let n = run(&text[at..], |c| c == '\n');
    (n > 0).then_some(at + n)
}

fn run(text: &[char], of: impl Fn(char) -> bool) -> usize {
    text.iter().take_while(|c| of(**c)).count()
}

fn white(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        sentences(&chars).into_iter().map(|(a, b)| chars[a..b].iter().collect()).collect()
    }

    #[test]
    fn cuts_stand_after_stops_and_lines() {
        assert_eq!(
            cut("Shells fell. “Nobody slept.” (He left.) 3 came back."),
            ["Shells fell. ", "“Nobody slept.” ", "(He left.) ", "3 came back."]
        );
        assert_eq!(
            cut("Quay shelled\n\nAt 5 p.m. shells fell.\n"),
            ["Quay shelled\n\n", "At 5 p.m. shells fell.\n", ""]
        );
    }

    #[test]
    fn spans_touch_sentences() {
        assert_eq!(touched(&[(3, 5), (9, 10)], &[(0, 4), (4, 8), (8, 12), (12, 20)]), [0, 1, 2]);
        assert!(touched(&[(4, 8)], &[(0, 4), (8, 9)]).is_empty());
    }
}
