//! Relations that the words of a tree rule out.

use crate::labels::{is_finite, label, label_index, tag};
use crate::parser::Arc;

/// Mends a tree: a noun right behind an active verb that has no object, with no preposition of its own, is its object, and one behind the object
/// and a comma goes on with a list ("killed nine policemen, at least 13 militants and a soldier"); a number before its noun counts it.
pub(crate) fn settle(tags: &[u8], tree: &mut [Arc]) {
    opening(tags, tree);
    for i in 0..tree.len() {
        let head = tree[i].head as usize;
        if head == i {
            continue;
        }
        if label(tree[i].label) == "obl"
            && let Some(first) = listed_behind(tags, tree, i, head)
        {
            tree[i] = Arc { head: first as u32, label: label_index("conj").unwrap_or(tree[i].label) };
            continue;
        }
        let new = match label(tree[i].label) {
            "obl" if is_object(tags, tree, i, head) => "obj",
            "nsubj" | "obl" | "obj" | "nmod" | "dep" if counts(tags, i, head) => "nummod",
            _ => continue,
        };
        tree[i].label = label_index(new).unwrap_or(tree[i].label);
    }
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
    let label = |name: &str| label_index(name).unwrap_or(0);
    tree[verb] = Arc { head: verb as u32, label: label("root") };
    tree[root] = Arc { head: verb as u32, label: label("obl") };
}
