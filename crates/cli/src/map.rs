//! A map of one record: places as discs as wide as their points are sure, never as pins.

use crate::style::harmless;
use diurna_core::Precision;
use diurna_core::record::{PlacePart, Record};
use diurna_pipeline::Landmark;
use std::fmt::Write;

/// Width and height of the picture.
const WIDE: f64 = 900.0;
const HIGH: f64 = 640.0;
/// Room for the legend under the map.
const LEGEND: f64 = 60.0;
/// Kilometres in a degree of latitude.
const DEGREE: f64 = 111.2;
/// Towns drawn so that a reader knows where he is.
const LANDMARKS: usize = 14;
/// The least that a map shows from north to south, in degrees.
const LEAST: f64 = 1.5;

/// How far around its point a place of that precision may lie, in kilometres.
fn reach(precision: Precision) -> f64 {
    match precision {
        Precision::Exact => 2.0,
        Precision::Town => 10.0,
        Precision::District => 30.0,
        Precision::Province => 100.0,
        Precision::Country => 300.0,
    }
}

/// A place to draw.
struct Disc<'a> {
    place: &'a PlacePart,
    lat: f64,
    lon: f64,
    km: f64,
    /// How many events of the record were there.
    events: usize,
}

/// The part of the world that is drawn: degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Frame {
    south: f64,
    north: f64,
    west: f64,
    east: f64,
}

impl Frame {
    /// Holds every disc, with room around; places of country precision only where nothing else is there.
    fn around(discs: &[Disc<'_>]) -> Self {
        let narrow = discs.iter().any(|d| d.km < 300.0);
        let held: Vec<&Disc<'_>> = discs.iter().filter(|d| d.km < 300.0 || !narrow).collect();
        let (mut south, mut north) = (90.0f64, -90.0f64);
        for d in &held {
            south = south.min(d.lat - d.km / DEGREE);
            north = north.max(d.lat + d.km / DEGREE);
        }
        // Longitudes are counted from the first place, so that a map may cross the 180th meridian.
        let first = held.first().map_or(0.0, |d| d.lon);
        let (mut west, mut east) = (first, first);
        for d in &held {
            let lon = first + (d.lon - first + 540.0).rem_euclid(360.0) - 180.0;
            let half = d.km / (DEGREE * d.lat.to_radians().cos().max(0.05));
            west = west.min(lon - half);
            east = east.max(lon + half);
        }
        let middle = f64::midpoint(south, north).clamp(-85.0, 85.0);
        let stretch = middle.to_radians().cos().max(0.05);
        let tall = ((north - south) * 1.25).max((east - west) * 1.25 * stretch * HIGH / WIDE).max(LEAST);
        let broad = tall / stretch * WIDE / HIGH;
        let centre = f64::midpoint(west, east);
        Frame {
            south: middle - tall / 2.0,
            north: middle + tall / 2.0,
            west: centre - broad / 2.0,
            east: centre + broad / 2.0,
        }
    }

    /// Where a point lies in the picture.
    fn at(&self, lat: f64, lon: f64) -> (f64, f64) {
        let centre = f64::midpoint(self.west, self.east);
        let lon = centre + (lon - centre + 540.0).rem_euclid(360.0) - 180.0;
        let x = (lon - self.west) / (self.east - self.west) * WIDE;
        (x, (self.north - lat) / (self.north - self.south) * HIGH)
    }

    /// Picture points in a kilometre.
    fn scale(&self) -> f64 {
        HIGH / ((self.north - self.south) * DEGREE)
    }

    /// Degrees between the lines of the net.
    fn step(&self) -> f64 {
        let steps = [0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0];
        steps.into_iter().find(|s| (self.north - self.south) / s <= 8.0).unwrap_or(30.0)
    }
}

/// Draws the places of a record; `landmarks` gives the largest towns between south, north, west and east.
pub(crate) fn map(record: &Record, landmarks: impl Fn([f64; 4], usize) -> Vec<Landmark>) -> String {
    let mut discs: Vec<Disc<'_>> = record
        .places
        .iter()
        .filter_map(|place| {
            let (lat, lon) = place.lat.zip(place.lon)?;
            let km = reach(place.precision.unwrap_or(Precision::Country));
            let here =
                |e: &&diurna_core::record::EventPart| e.r#where.as_ref().is_some_and(|w| w.place == place.id);
            Some(Disc { place, lat, lon, km, events: record.events.iter().filter(here).count() })
        })
        .collect();
    // The wide ones lie under the narrow ones.
    discs.sort_by(|a, b| b.km.total_cmp(&a.km).then_with(|| a.place.id.cmp(&b.place.id)));
    let frame = Frame::around(&discs);
    let mut out = String::new();
    let title = record.report.title.as_ref().unwrap_or(&record.report.source);
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDE} {}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <title>{}</title>\n<rect width=\"{WIDE}\" height=\"{}\" fill=\"#fbfaf6\"/>",
        HIGH + LEGEND,
        escaped(title),
        HIGH + LEGEND
    );
    let _ = writeln!(
        out,
        "<clipPath id=\"c\"><rect width=\"{WIDE}\" height=\"{HIGH}\"/></clipPath>\n<g clip-path=\"url(#c)\">"
    );
    net(&mut out, frame);
    for town in landmarks([frame.south, frame.north, frame.west, frame.east], LANDMARKS) {
        let (x, y) = frame.at(town.lat, town.lon);
        let _ = writeln!(
            out,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"1.5\" fill=\"#999\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" fill=\"#999\" font-size=\"11\">{}</text>",
            x + 4.0,
            y + 4.0,
            escaped(&town.name)
        );
    }
    for d in &discs {
        disc(&mut out, frame, d);
    }
    for d in &discs {
        let (x, y) = frame.at(d.lat, d.lon);
        let weight = if d.events > 0 { "bold" } else { "normal" };
        let _ = writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" font-weight=\"{weight}\" fill=\"#222\" stroke=\"#fbfaf6\" \
             stroke-width=\"3\" paint-order=\"stroke\">{}</text>",
            y - (d.km * frame.scale()).clamp(4.0, 60.0) - 4.0,
            escaped(&d.place.name)
        );
    }
    out.push_str("</g>\n");
    legend(&mut out, frame, discs.is_empty());
    out.push_str("</svg>\n");
    out
}

/// The map as a page of its own, which asks nothing of any network.
pub(crate) fn page(record: &Record, svg: &str) -> String {
    let title = escaped(record.report.title.as_ref().unwrap_or(&record.report.source));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>body{{margin:1rem auto;max-width:60rem;font-family:sans-serif}}svg{{width:100%;height:auto}}</style>\n\
         <h1>{title}</h1>\n{svg}</html>\n"
    )
}

fn disc(out: &mut String, frame: Frame, d: &Disc<'_>) {
    let (x, y) = frame.at(d.lat, d.lon);
    let radius = (d.km * frame.scale()).max(4.0);
    let (fill, stroke) = if d.events > 0 { ("#b3261e", "#7a1a14") } else { ("#6b7f99", "#4a5a70") };
    // The wider, the fainter: the same ink on more ground.
    let opacity = if d.km >= 300.0 {
        0.08
    } else if d.km >= 100.0 {
        0.14
    } else {
        0.35
    };
    let precision = d.place.precision.map_or("country", |p| match p {
        Precision::Exact => "exact",
        Precision::Town => "town",
        Precision::District => "district",
        Precision::Province => "province",
        Precision::Country => "country",
    });
    let events = match d.events {
        0 => "mentioned".to_string(),
        1 => "1 event".to_string(),
        n => format!("{n} events"),
    };
    let _ = writeln!(
        out,
        "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{fill}\" fill-opacity=\"{opacity}\" stroke=\"{stroke}\" \
         stroke-dasharray=\"{}\"><title>{} ({precision}, {events})</title></circle>",
        if d.km >= 100.0 { "4 4" } else { "none" },
        escaped(&d.place.name)
    );
}

/// Lines of latitude and longitude with their degrees.
fn net(out: &mut String, frame: Frame) {
    let step = frame.step();
    let line = |out: &mut String, x: [f64; 2], y: [f64; 2], text: &str| {
        let _ = writeln!(
            out,
            "<path d=\"M{:.1} {:.1}L{:.1} {:.1}\" stroke=\"#ddd8c8\"/><text x=\"{:.1}\" y=\"{:.1}\" fill=\"#aaa\" font-size=\"10\">{text}</text>",
            x[0],
            y[0],
            x[1],
            y[1],
            x[0] + 3.0,
            if y[0] == y[1] { y[0] - 3.0 } else { HIGH - 4.0 }
        );
    };
    let count = |from: f64, to: f64| (from / step).ceil() as i32..=(to / step).floor() as i32;
    for n in count(frame.south.max(-90.0), frame.north.min(90.0)) {
        let lat = f64::from(n) * step;
        let (_, y) = frame.at(lat, frame.west);
        line(out, [0.0, WIDE], [y, y], &degrees(lat, "N", "S"));
    }
    for n in count(frame.west, frame.east) {
        let lon = f64::from(n) * step;
        let x = (lon - frame.west) / (frame.east - frame.west) * WIDE;
        line(out, [x, x], [0.0, HIGH], &degrees((lon + 540.0).rem_euclid(360.0) - 180.0, "E", "W"));
    }
}

fn degrees(value: f64, plus: &str, minus: &str) -> String {
    format!("{}°{}", value.abs(), if value < 0.0 { minus } else { plus })
}

fn legend(out: &mut String, frame: Frame, empty: bool) {
    let lengths = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0];
    let km = lengths.into_iter().rev().find(|km| km * frame.scale() <= WIDE / 5.0).unwrap_or(1.0);
    let y = HIGH + 22.0;
    let _ = writeln!(
        out,
        "<path d=\"M20 {y}h{:.1}\" stroke=\"#222\" stroke-width=\"2\"/><text x=\"20\" y=\"{}\">{km} km</text>",
        km * frame.scale(),
        y + 18.0
    );
    let text = if empty {
        "No place with coordinates was found."
    } else {
        "Red: where events were. Grey: other places named. A disc is as wide as the place is uncertain; dashed: a province or country."
    };
    let _ = writeln!(
        out,
        "<text x=\"230\" y=\"{y}\" font-size=\"11\">{text}</text>\n\
         <text x=\"230\" y=\"{}\" font-size=\"10\" fill=\"#777\">Places: GeoNames, CC BY 4.0, modified. No borders are drawn.</text>",
        y + 18.0
    );
}

/// Words of others, safe inside the picture.
fn escaped(text: &str) -> String {
    harmless(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_holds_its_points_and_keeps_its_shape() {
        let frame = Frame { south: 30.0, north: 34.0, west: 40.0, east: 46.0 };
        assert_eq!(frame.at(34.0, 40.0), (0.0, 0.0));
        assert_eq!(frame.at(30.0, 46.0), (WIDE, HIGH));
        // Four degrees of latitude are 444.8 km on 640 points.
        assert!((frame.scale() - 640.0 / 444.8).abs() < 1e-9);
        assert_eq!(frame.step(), 0.5);
    }

    #[test]
    fn a_frame_may_cross_the_meridian_where_days_begin() {
        let frame = Frame { south: -20.0, north: -10.0, west: 175.0, east: 185.0 };
        assert_eq!(frame.at(-10.0, -175.0).0, WIDE);
        assert_eq!(degrees(-7.5, "N", "S"), "7.5°S");
    }

    #[test]
    fn words_of_others_are_no_markup() {
        assert_eq!(escaped("<b>\"A & B\""), "&lt;b&gt;&quot;A &amp; B&quot;");
    }
}
