//! Distances on the globe.

/// Great-circle distance in kilometres between two points in degrees, on a sphere of radius 6,371.0088 km.
///
/// ```
/// // Baghdad to Erbil.
/// let km = diurna_core::geo::distance_km(33.3406, 44.4009, 36.1912, 44.0094);
/// assert!((km - 319.0).abs() < 1.0);
/// ```
#[must_use]
pub fn distance_km(lat_a: f64, lon_a: f64, lat_b: f64, lon_b: f64) -> f64 {
    const RADIUS_KM: f64 = 6371.0088;
    let half_lat = (lat_b - lat_a).to_radians() / 2.0;
    let half_lon = (lon_b - lon_a).to_radians() / 2.0;
    let square =
        half_lat.sin().powi(2) + lat_a.to_radians().cos() * lat_b.to_radians().cos() * half_lon.sin().powi(2);
    2.0 * RADIUS_KM * square.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::distance_km;

    #[test]
    fn known_arcs() {
        assert_eq!(distance_km(10.0, 20.0, 10.0, 20.0), 0.0);
        // A quarter and a half of a great circle: pi/2 and pi times the radius.
        assert!((distance_km(0.0, 0.0, 0.0, 90.0) - 10_007.557).abs() < 0.01);
        assert!((distance_km(0.0, 0.0, 0.0, 180.0) - 20_015.115).abs() < 0.01);
        assert!((distance_km(90.0, 0.0, -90.0, 0.0) - 20_015.115).abs() < 0.01);
        // Across the date line: 2 degrees of longitude on the equator.
        assert!((distance_km(0.0, 179.0, 0.0, -179.0) - 222.39).abs() < 0.01);
    }
}
