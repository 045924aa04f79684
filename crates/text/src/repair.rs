//! Relations that the words of a tree rule out.

use crate::labels::{is_finite, label, label_index, tag};
use crate::parser::Arc;
use std::ops::Range;

/// Mends a tree: a noun right behind an active verb that has no object, with no preposition of its own, is its object, and one behind the object
/// and a comma goes on with a list ("killed nine policemen, at least 13 militants and a soldier"); numbers before a noun count it; a verb behind a
/// phrase that opens the sentence is the root. A tree stays a tree.
pub(crate) fn settle<S: AsRef<str>>(lemmas: &[S], tags: &[u8], tree: &mut [Arc]) {
    opening(tags, tree);
    between(lemmas, tags, tree);
    for i in 0..tree.len() {
        let head = tree[i].head as usize;
        if head == i {
            continue;
        }
        match label(tree[i].label) {
            "obl" => {
                if let Some(first) = listed_behind(tags, tree, i, head) {
                    hang(tree, i, first, "conj");
                } else if is_object(tags, tree, i, head) {
                    hang(tree, i, head, "obj");
                } else if counts(tags, i, head) {
                    hang(tree, i, head, "nummod");
                }
            }
            "nsubj" | "obj" | "nmod" | "dep" if counts(tags, i, head) => hang(tree, i, head, "nummod"),
            _ => {}
        }
    }
}

/// Hangs a token from a head.
fn hang(tree: &mut [Arc], token: usize, head: usize, relation: &str) {
    tree[token] = Arc { head: head as u32, label: label_index(relation).unwrap_or(tree[token].label) };
}

fn children(tree: &[Arc], head: usize) -> impl Iterator<Item = usize> {
    (0..tree.len()).filter(move |&c| tree[c].head as usize == head && c != head)
}

fn is_object(tags: &[u8], tree: &[Arc], i: usize, head: usize) -> bool {
    let has = |of: usize, labels: &[&str]| children(tree, of).any(|c| labels.contains(&label(tree[c].label)));
    head < i
        && tag(tags[i]).starts_with("NN")
        && tag(tags[head]).starts_with("VB")
        && !has(i, &["case", "mark"])
        && !has(head, &["obj", "aux:pass", "cop", "xcomp", "ccomp"])
        && !children(tree, head).any(|c| c > head && c < i && tag(tags[c]) != "RP" && tag(tags[c]) != "RB")
}

fn counts(tags: &[u8], i: usize, head: usize) -> bool {
    tag(tags[i]) == "CD"
        && head > i
        && tag(tags[head]).starts_with("NN")
        && (i + 1..head).all(|t| matches!(tag(tags[t]), "JJ" | "VBN" | "NN" | "NNP" | "CD" | "VBG"))
}

/// The object of a verb that a noun stands behind in a list.
fn listed_behind(tags: &[u8], tree: &[Arc], i: usize, head: usize) -> Option<usize> {
    let own = |c: usize| label(tree[c].label);
    let object = children(tree, head).find(|&c| c > head && c < i && own(c) == "obj")?;
    let list = tag(tags[i]).starts_with("NN") && children(tree, i).any(|c| c > i && own(c) == "conj");
    let over = children(tree, i).any(|c| matches!(own(c), "case" | "mark"));
    let first = (object + 1..i).rev().take_while(|&t| tag(tags[t]) != ",").last().unwrap_or(i);
    let comma = first > object + 1 && tag(tags[first - 1]) == ",";
    (list && !over && comma && first == object + 2).then_some(object)
}

/// "At prayers today, the leader spoke": the verb rather than the phrase that opens the sentence is its root.
fn opening(tags: &[u8], tree: &mut [Arc]) {
    let Some(root) = (0..tree.len()).find(|&i| tree[i].head as usize == i) else { return };
    let over = children(tree, root).any(|c| c < root && label(tree[c].label) == "case");
    if !over || !tag(tags[root]).starts_with("NN") {
        return;
    }
    let told = |&v: &usize| v > root && is_finite(tags[v]) && label(tree[v].label) == "parataxis";
    let Some(verb) = children(tree, root).find(told) else { return };
    hang(tree, verb, verb, "root");
    hang(tree, root, verb, "obl");
}

/// "Between 20 and 25 people": both numbers count the people.
fn between<S: AsRef<str>>(lemmas: &[S], tags: &[u8], tree: &mut [Arc]) {
    let is = |i: usize, name: &str| tags.get(i).is_some_and(|&t| tag(t) == name);
    for at in 0..tree.len().saturating_sub(4) {
        let numbers = is(at + 1, "CD") && is(at + 3, "CD") && lemmas[at + 2].as_ref() == "and";
        if lemmas[at].as_ref() != "between" || !numbers {
            continue;
        }
        let modifies = |t: &usize| matches!(tag(tags[*t]), "JJ" | "VBN" | "NN" | "NNP");
        let noun = (at + 4..tree.len()).find(|t| !modifies(t)).filter(|&t| is(t, "NNS"));
        // Where the noun hangs from what is to hang from it, the tree would become a ring.
        let Some(noun) = noun.filter(|&noun| !is_under(tree, noun, at..at + 4)) else { continue };
        hang(tree, at, at + 1, "case");
        hang(tree, at + 1, noun, "nummod");
        hang(tree, at + 2, at + 3, "cc");
        hang(tree, at + 3, at + 1, "conj");
    }
}

/// Whether a token hangs below one of others.
fn is_under(tree: &[Arc], token: usize, others: Range<usize>) -> bool {
    let above = |at: &usize| Some(tree[*at].head as usize).filter(|head| head != at);
    std::iter::successors(Some(token), above).any(|at| others.contains(&at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::tag_index;

    /// Heads and relations of words written as "word/TAG/head/relation".
    fn mended(sentence: &str) -> Vec<(u32, &'static str)> {
        let rows: Vec<Vec<&str>> = sentence.split(' ').map(|w| w.split('/').collect()).collect();
        let lemmas: Vec<String> = rows.iter().map(|r| r[0].to_lowercase()).collect();
        let tags: Vec<u8> = rows.iter().filter_map(|r| tag_index(r[1])).collect();
        let arc = |r: &Vec<&str>| Arc { head: r[2].parse().unwrap(), label: label_index(r[3]).unwrap() };
        let mut tree: Vec<Arc> = rows.iter().map(arc).collect();
        settle(&lemmas, &tags, &mut tree);
        tree.iter().map(|a| (a.head, label(a.label))).collect()
    }

    #[test]
    fn a_noun_behind_an_active_verb_is_its_object() {
        let tree = mended("Bombs/NNS/1/nsubj killed/VBD/1/root two/CD/3/nummod men/NNS/1/obl");
        assert_eq!(tree[3], (1, "obj"));
        let over = mended("Bombs/NNS/1/nsubj fell/VBD/1/root on/IN/3/case men/NNS/1/obl");
        assert_eq!(over[3], (1, "obl"));
    }

    #[test]
    fn a_list_goes_on_behind_the_object() {
        let tree = mended(
            "They/PRP/1/nsubj killed/VBD/1/root guards/NNS/1/obj ,/,/5/punct ten/CD/5/nsubj rebels/NNS/1/obl and/CC/8/cc a/DT/8/det boy/NN/5/conj",
        );
        assert_eq!((tree[4], tree[5]), ((5, "nummod"), (2, "conj")));
    }

    #[test]
    fn the_verb_is_the_root_behind_an_opening_phrase() {
        let tree = mended("At/IN/1/case prayers/NNS/1/root ,/,/4/punct he/PRP/4/nsubj spoke/VBD/1/parataxis");
        assert_eq!((tree[1], tree[4]), ((4, "obl"), (4, "root")));
    }

    #[test]
    fn both_ends_of_a_range_count() {
        let tree = mended(
            "Between/IN/1/case 20/CD/5/obl and/CC/3/cc 25/CD/1/conj people/NNS/5/nsubj died/VBD/5/root",
        );
        assert_eq!((tree[1], tree[3]), ((4, "nummod"), (1, "conj")));
        // The people hang from the first number: a ring, were that to hang from them.
        let tree = mended("Between/IN/1/case 20/CD/1/root and/CC/3/cc 25/CD/1/conj people/NNS/1/nmod");
        assert_eq!((tree[1], tree[4]), ((1, "root"), (1, "nmod")));
    }
}
