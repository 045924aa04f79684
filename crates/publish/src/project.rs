//! Where a point of the globe lies in a picture.

/// Width of the map of the world.
pub(crate) const WIDE: f64 = 1000.0;
/// The latitudes that the map of the world shows.
const NORTH: f64 = 84.0;
const SOUTH: f64 = -57.0;
/// Kilometres in a radius of the globe.
const RADIUS: f64 = 6371.0;
/// Kilometres in a degree of latitude.
pub(crate) const DEGREE: f64 = 111.2;

/// The Equal Earth projection (Šavrič, Patterson and Jenny, 2018) of a globe of radius 1.
fn equal_earth(lat: f64, lon: f64) -> (f64, f64) {
    const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
    let root = 3.0_f64.sqrt();
    let t = (root / 2.0 * lat.to_radians().sin()).asin();
    let t2 = t * t;
    let t6 = t2 * t2 * t2;
    let x = 2.0 * root * lon.to_radians() * t.cos()
        / (3.0 * (9.0 * A[3] * t6 * t2 + 7.0 * A[2] * t6 + 3.0 * A[1] * t2 + A[0]));
    let y = t * (A[3] * t6 * t2 + A[2] * t6 + A[1] * t2 + A[0]);
    (x, y)
}

/// Points of the picture in a radius of the globe.
fn scale() -> f64 {
    WIDE / (2.0 * equal_earth(0.0, 180.0).0)
}

/// Height of the map of the world.
pub(crate) fn high() -> f64 {
    ((equal_earth(NORTH, 0.0).1 - equal_earth(SOUTH, 0.0).1) * scale()).ceil()
}

/// Where a point lies on the map of the world, from the upper left corner.
pub(crate) fn world(lat: f64, lon: f64) -> (f64, f64) {
    let (x, y) = equal_earth(lat, lon);
    (WIDE / 2.0 + x * scale(), (equal_earth(NORTH, 0.0).1 - y) * scale())
}

/// Points of the map of the world in a kilometre: areas are true, lengths nearly so.
pub(crate) fn per_km() -> f64 {
    scale() / RADIUS
}

/// A part of the world around a point, true to length near its middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    /// Degrees.
    pub(crate) lat: f64,
    /// Degrees.
    pub(crate) lon: f64,
    /// Width of the picture.
    pub(crate) wide: f64,
    /// Height of the picture.
    pub(crate) high: f64,
    /// Points in a degree of latitude.
    pub(crate) unit: f64,
}

impl Frame {
    /// Around a point, as many kilometres high as said.
    pub(crate) fn around(lat: f64, lon: f64, km: f64, wide: f64, high: f64) -> Self {
        Self { lat: lat.clamp(-85.0, 85.0), lon, wide, high, unit: high / km * DEGREE }
    }

    /// Where a point lies; longitudes are not taken round.
    pub(crate) fn at(&self, lat: f64, lon: f64) -> (f64, f64) {
        let narrow = self.lat.to_radians().cos();
        (
            self.wide / 2.0 + (lon - self.lon) * self.unit * narrow,
            self.high / 2.0 + (self.lat - lat) * self.unit,
        )
    }

    /// Points in a kilometre.
    pub(crate) fn per_km(&self) -> f64 {
        self.unit / DEGREE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_world_fills_its_picture() {
        // The equator is 2.70663 radii long on either side (the authors' figure), so that all of it is 1000 points.
        assert!((equal_earth(0.0, 180.0).0 - 2.706_63).abs() < 1e-4);
        assert!((equal_earth(90.0, 0.0).1 - 1.317_36).abs() < 1e-4);
        assert_eq!(world(0.0, -180.0).0.round(), 0.0);
        assert_eq!(world(0.0, 180.0).0.round(), 1000.0);
        assert!(world(84.0, 0.0).1.abs() < 1e-9);
        assert!((world(-57.0, 0.0).1 - high()).abs() <= 1.0);
    }

    #[test]
    fn frames_are_true_to_length() {
        let frame = Frame::around(60.0, 20.0, 1112.0, 400.0, 300.0);
        // 1112 km are ten degrees; five degrees north are half of the picture. At 60° a degree of longitude is half as long.
        let (x, y) = frame.at(65.0, 22.0);
        assert!((x - 230.0).abs() < 1e-6 && y.abs() < 1e-6, "{x} {y}");
        assert!((frame.per_km() - 300.0 / 1112.0).abs() < 1e-9);
    }
}
