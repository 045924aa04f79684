//! The key form of a name.

/// U+00C0..U+0250, one ASCII letter each; `?` where the fold is not one letter.
const FOLD_LATIN: &str = concat!(
    "aaaaaa?ceeeeiiiidnooooo?ouuuuy??aaaaaa?ceeeeiiiidnooooo?ouuuuy?yaaaaaaccccccccdd",
    "ddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkkllllllllllnnnnnnnnnoooooo??rrrrrrssssss",
    "ssttttttuuuuuuuuuuuuwwyyyzzzzzzsbb????o??dd???aaeff???i?kk??????oo?????????????u",
    "u?vyyzz??????????????????????aaiioouuuuuuuuuuaaaaa????ggkkoooo??j???gg??nnaa????",
    "aaaaeeeeiiiioooorrrruuuusstt??hh??????aaeeooooooooyy???????????????b????????????",
);

/// U+1E00..U+1F00 in the same way.
const FOLD_ADDITIONAL: &str = concat!(
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooo",
    "oooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy?s????",
    "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuu",
    "uuyyyyyyyy??????",
);

fn folded(table: &str, index: u32) -> Option<char> {
    let letter = *table.as_bytes().get(index as usize)?;
    (letter != b'?').then_some(letter as char)
}

/// What one character contributes to a key.
enum Part {
    /// Nothing: dots, apostrophes, combining marks.
    Drop,
    /// A word boundary.
    Space,
    /// One letter or digit.
    One(char),
    /// Several letters.
    Many(&'static str),
    /// Lower case of a letter outside the tables.
    Lower(char),
}

fn part(c: char) -> Part {
    match c {
        'a'..='z' | '0'..='9' => Part::One(c),
        'A'..='Z' => Part::One(c.to_ascii_lowercase()),
        '.' | '\'' | '`' | '\u{b4}' | '\u{ad}' => Part::Drop,
        '&' => Part::Many(" and "),
        _ if c.is_ascii() => Part::Space,
        '\u{2b0}'..='\u{36f}' => Part::Drop, // modifier letters (ʿ ʾ ʻ ʼ) and combining marks
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{200b}'..='\u{200f}' => Part::Drop,
        'Æ' | 'æ' => Part::Many("ae"),
        'Œ' | 'œ' => Part::Many("oe"),
        'Þ' | 'þ' => Part::Many("th"),
        'ß' | 'ẞ' => Part::Many("ss"),
        'Ĳ' | 'ĳ' => Part::Many("ij"),
        'ə' => Part::One('a'),
        'ɓ' => Part::One('b'),
        'ɖ' | 'ɗ' => Part::One('d'),
        'ɛ' => Part::One('e'),
        'ɔ' => Part::One('o'),
        '\u{c0}'..='\u{24f}' => fold(FOLD_LATIN, c, 0xc0),
        '\u{1e00}'..='\u{1eff}' => fold(FOLD_ADDITIONAL, c, 0x1e00),
        _ if c.is_alphanumeric() => Part::Lower(c),
        _ => Part::Space,
    }
}

fn fold(table: &str, c: char, start: u32) -> Part {
    match folded(table, c as u32 - start) {
        Some(letter) => Part::One(letter),
        None if c.is_alphanumeric() => Part::Lower(c),
        None => Part::Space,
    }
}

/// Appends the key form of `name` to `key`, after a space if `key` has text already.
///
/// Returns whether anything was appended.
pub(crate) fn push_normalized(key: &mut String, name: &str) -> bool {
    let before = key.len();
    let mut gap = before > 0;
    for c in name.chars() {
        let mut put = |key: &mut String, c: char| {
            if gap && !key.is_empty() {
                key.push(' ');
            }
            gap = false;
            key.push(c);
        };
        match part(c) {
            Part::Drop => {}
            Part::Space => gap = true,
            Part::One(c) => put(key, c),
            Part::Many(" and ") => {
                gap = true;
                "and".chars().for_each(|c| {
                    if gap && !key.is_empty() {
                        key.push(' ');
                    }
                    gap = false;
                    key.push(c);
                });
                gap = true;
            }
            Part::Many(letters) => letters.chars().for_each(|c| put(key, c)),
            Part::Lower(c) => c.to_lowercase().for_each(|c| put(key, c)),
        }
    }
    key.len() > before
}

/// The key form of a name: lower case, diacritics folded to ASCII, dots and
/// apostrophes gone, every other mark and run of blanks one space.
pub(crate) fn normalize(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    push_normalized(&mut key, name);
    key
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn folds_marks_and_case() {
        for (name, key) in [
            ("Al Başrah", "al basrah"),
            ("Şalāḩ ad Dīn", "salah ad din"),
            ("Dayr az-Zawr", "dayr az zawr"),
            ("Ma‘arrat an Nu‘mān", "maarrat an numan"),
            ("Taʿizz", "taizz"),
            ("N'Djamena", "ndjamena"),
            ("Kait’ib", "kaitib"),
            ("Washington, D.C.", "washington dc"),
            ("  St.  Louis ", "st louis"),
            ("Malmö", "malmo"),
            ("Straße", "strasse"),
            ("İzmir", "izmir"),
            ("Đà Nẵng", "da nang"),
            ("Bosnia & Herzegovina", "bosnia and herzegovina"),
            ("Trinidad&Tobago", "trinidad and tobago"),
            ("S-e\u{301}gou", "s egou"),
            ("Киев", "киев"),
            ("", ""),
            (".,-", ""),
        ] {
            assert_eq!(normalize(name), key, "{name}");
        }
    }

    #[test]
    fn is_idempotent() {
        for name in ["Al-Bū Kamāl", "Ǆ ĳ ẞ", "Ain al-Asad", "Ὀδυσσεύς"] {
            let key = normalize(name);
            assert_eq!(normalize(&key), key);
        }
    }
}
