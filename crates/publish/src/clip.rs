//! Outlines cut at the edge of a picture, as paths.

use std::fmt::Write;

type Point = (f64, f64);

/// The part of a polygon inside a rectangle from the upper left corner, cut side after side.
pub(crate) fn polygon(points: &[Point], wide: f64, high: f64) -> Vec<Point> {
    type Side = (fn(Point, f64) -> f64, f64);
    // How far inside each of the four sides a point lies.
    let sides: [Side; 4] =
        [(|p, _| p.0, 0.0), (|p, w| w - p.0, wide), (|p, _| p.1, 0.0), (|p, h| h - p.1, high)];
    let mut out = points.to_vec();
    for (inside, limit) in sides {
        let before = std::mem::take(&mut out);
        let mut last = before.last().copied();
        for point in before {
            let Some(from) = last.replace(point) else { continue };
            let (a, b) = (inside(from, limit), inside(point, limit));
            if (a >= 0.0) != (b >= 0.0) {
                let part = a / (a - b);
                out.push((from.0 + (point.0 - from.0) * part, from.1 + (point.1 - from.1) * part));
            }
            if b >= 0.0 {
                out.push(point);
            }
        }
    }
    out
}

/// The runs of a line whose pieces touch a rectangle.
pub(crate) fn line(points: &[Point], wide: f64, high: f64) -> Vec<Vec<Point>> {
    let mut out: Vec<Vec<Point>> = Vec::new();
    let mut joined = false;
    for pair in points.windows(2) {
        let [a, b] = *pair else { continue };
        let apart = a.0.max(b.0) < 0.0 || a.0.min(b.0) > wide || a.1.max(b.1) < 0.0 || a.1.min(b.1) > high;
        if apart {
            joined = false;
        } else if joined && let Some(run) = out.last_mut() {
            run.push(b);
        } else {
            out.push(vec![a, b]);
            joined = true;
        }
    }
    out
}

/// Adds points to a path of SVG, rounded to a tenth; equal neighbours are left out.
pub(crate) fn path(out: &mut String, points: &[Point], close: bool) {
    let tenth = |value: f64| (value * 10.0).round() as i64;
    let mut last = None;
    for point in points {
        let now = (tenth(point.0), tenth(point.1));
        if last == Some(now) {
            continue;
        }
        let letter = if last.is_none() { 'M' } else { 'L' };
        let _ = write!(out, "{letter}{} {}", short(now.0), short(now.1));
        last = Some(now);
    }
    if close && last.is_some() {
        out.push('Z');
    }
}

/// Tenths as a decimal number.
fn short(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.abs() / 10, tenths.abs() % 10);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polygons_are_cut_at_the_edge() {
        let diamond = [(5.0, -5.0), (15.0, 5.0), (5.0, 15.0), (-5.0, 5.0)];
        let cut = polygon(&diamond, 10.0, 10.0);
        assert!(cut.iter().all(|p| (0.0..=10.0).contains(&p.0) && (0.0..=10.0).contains(&p.1)), "{cut:?}");
        assert!(cut.contains(&(10.0, 0.0)) && cut.contains(&(0.0, 10.0)));
        assert!(polygon(&[(20.0, 20.0), (30.0, 20.0), (25.0, 30.0)], 10.0, 10.0).is_empty());
    }

    #[test]
    fn lines_keep_what_touches() {
        let zigzag = [(-20.0, 5.0), (-10.0, 5.0), (5.0, 5.0), (20.0, 5.0), (30.0, 5.0), (5.0, 6.0)];
        let runs = line(&zigzag, 10.0, 10.0);
        assert_eq!(runs, [vec![(-10.0, 5.0), (5.0, 5.0), (20.0, 5.0)], vec![(30.0, 5.0), (5.0, 6.0)]]);
    }

    #[test]
    fn paths_are_short() {
        let mut out = String::new();
        path(&mut out, &[(0.04, 1.0), (0.0, 1.02), (-0.55, 12.0)], true);
        assert_eq!(out, "M0 1L-0.6 12Z");
    }
}
