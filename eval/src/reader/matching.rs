//! One-to-one matching that loses nothing.

/// The most pairs of left and right that one-to-one matching can make, where `fits` says which may pair.
///
/// Those of the left that come first are never left alone for the sake of later ones.
/// Gives for each of the left its partner.
pub(crate) fn most(left: usize, right: usize, fits: impl Fn(usize, usize) -> bool) -> Vec<Option<usize>> {
    let fits: Vec<Vec<bool>> = (0..left).map(|i| (0..right).map(|j| fits(i, j)).collect()).collect();
    let mut taken: Vec<Option<usize>> = vec![None; right];
    for i in 0..left {
        place(i, &fits, &mut vec![false; right], &mut taken);
    }
    let mut out = vec![None; left];
    for (j, i) in taken.iter().enumerate() {
        if let Some(i) = *i {
            out[i] = Some(j);
        }
    }
    out
}

/// Finds a partner for `i`, moving others where they have another choice.
fn place(i: usize, fits: &[Vec<bool>], tried: &mut [bool], taken: &mut [Option<usize>]) -> bool {
    for j in 0..taken.len() {
        if !fits[i][j] || tried[j] {
            continue;
        }
        tried[j] = true;
        if taken[j].is_none_or(|other| place(other, fits, tried, taken)) {
            taken[j] = Some(i);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partner_is_given_up_where_another_is_left() {
        // 0 fits both, 1 only the first: taking what comes first would leave 1 alone.
        assert_eq!(most(2, 2, |i, j| i == 0 || j == 0), [Some(1), Some(0)]);
        assert_eq!(most(2, 1, |_, _| true), [Some(0), None]);
        assert_eq!(most(1, 0, |_, _| true), [None]);
    }
}
