use super::*;
use proptest::prelude::*;

fn e(n: usize) -> EventRef {
    EventRef { report: format!("r{n:02}"), event: "e1".into() }
}

fn es(all: &[usize]) -> Vec<EventRef> {
    all.iter().map(|n| e(*n)).collect()
}

#[test]
fn what_stays_keeps_its_id() {
    let out = reassign(&[(4, es(&[1, 2]))], &[es(&[1, 2, 3])], 9);
    assert_eq!(out, [Assignment { id: 4, events: es(&[1, 2, 3]), redirects: vec![], split_from: None }]);
}

#[test]
fn a_bridge_joins_and_redirects() {
    let out = reassign(&[(8, es(&[2])), (5, es(&[1])), (6, es(&[4]))], &[es(&[1, 2, 3, 4])], 9);
    assert_eq!((out[0].id, &out[0].redirects[..]), (5, &[6, 8][..]));
}

#[test]
fn a_split_keeps_the_id_at_the_older_part() {
    let out = reassign(&[(5, es(&[3, 1, 2]))], &[es(&[1, 2]), es(&[3])], 9);
    assert_eq!((out[0].id, out[0].split_from), (9, Some(5)));
    assert_eq!((out[1].id, out[1].split_from), (5, None));
}

#[test]
fn a_part_that_moves_over_leaves_the_id_with_the_older_part() {
    // 5 held 1 and 2; 2 goes to incident 6.
    let out = reassign(&[(5, es(&[1, 2])), (6, es(&[3]))], &[es(&[1]), es(&[2, 3])], 9);
    assert_eq!(out.iter().map(|a| a.id).collect::<Vec<_>>(), [5, 6]);
    assert!(out.iter().all(|a| a.redirects.is_empty()));
}

#[test]
fn new_groups_get_new_ids_in_order() {
    let out = reassign(&[], &[es(&[2]), es(&[1])], 9);
    assert_eq!(out.iter().map(|a| (a.id, a.split_from)).collect::<Vec<_>>(), [(9, None), (10, None)]);
}

#[test]
fn the_next_oldest_keeps_the_id_where_the_oldest_is_gone() {
    let out = reassign(&[(5, es(&[1, 2, 3]))], &[es(&[3]), es(&[2])], 9);
    assert_eq!(out.iter().map(|a| a.id).collect::<Vec<_>>(), [9, 5]);
}

/// A partition of twelve events: the group of each.
fn partition() -> impl Strategy<Value = Vec<Vec<EventRef>>> {
    proptest::collection::vec(0..5usize, 12).prop_map(|group| {
        let of = |g: usize| (0..12).filter(|i| group[*i] == g).map(e).collect::<Vec<_>>();
        (0..5).map(of).filter(|g| !g.is_empty()).collect()
    })
}

proptest! {
    #[test]
    fn ids_are_stable_and_never_reused(runs in proptest::collection::vec(partition(), 1..6)) {
        let mut now: Vec<(u64, Vec<EventRef>)> = Vec::new();
        let mut redirect: BTreeMap<u64, u64> = BTreeMap::new();
        let mut next = 1;
        for new in runs {
            let out = reassign(&now, &new, next);
            let ids: BTreeSet<u64> = out.iter().map(|a| a.id).collect();
            prop_assert_eq!(ids.len(), new.len());
            for a in &out {
                // An id is either new or was live before; what was redirected does not come back.
                prop_assert!(a.id >= next || now.iter().any(|(id, _)| *id == a.id));
                prop_assert!(!redirect.contains_key(&a.id));
                for r in &a.redirects {
                    prop_assert!(!ids.contains(r) && redirect.insert(*r, a.id).is_none());
                }
            }
            // All events stay, so every id before is live or leads on.
            for (id, events) in &now {
                let holder = out.iter().find(|a| a.events.contains(&events[0])).unwrap();
                prop_assert!(holder.id == *id || redirect.get(id) == Some(&holder.id));
            }
            next = next.max(ids.last().map_or(0, |i| i + 1));
            now = out.into_iter().map(|a| (a.id, a.events)).collect();
        }
    }

    #[test]
    fn the_same_groups_keep_their_ids(groups in partition()) {
        let first: Vec<(u64, Vec<EventRef>)> = reassign(&[], &groups, 1).into_iter().map(|a| (a.id, a.events)).collect();
        let again = reassign(&first, &groups, 100);
        prop_assert_eq!(again.iter().map(|a| a.id).collect::<Vec<_>>(), first.iter().map(|f| f.0).collect::<Vec<_>>());
    }
}
