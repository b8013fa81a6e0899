//! GeoJSON layers (RFC 7946): WGS84, seven decimals, outer rings counter-clockwise.

use std::io::{self, Write};

use geo::MultiPolygon;

use crate::model::{LonLat, write_fixed, write_number};

/// One feature, written out.
#[derive(Debug)]
pub struct Feature {
    geometry: Vec<u8>,
    properties: Vec<u8>,
}

impl Feature {
    pub fn polygon(ring: &[LonLat]) -> Self {
        let mut geometry = br#"{"type":"Polygon","coordinates":["#.to_vec();
        write_ring(ring.iter().copied(), &mut geometry);
        geometry.extend_from_slice(b"]}");
        Self { geometry, properties: Vec::new() }
    }

    pub fn multi_polygon(shape: &MultiPolygon<f64>) -> Self {
        let mut geometry = br#"{"type":"MultiPolygon","coordinates":["#.to_vec();
        for (i, polygon) in shape.iter().enumerate() {
            geometry.extend_from_slice(if i == 0 { b"[" } else { b",[" });
            for (j, ring) in std::iter::once(polygon.exterior()).chain(polygon.interiors()).enumerate() {
                if j > 0 {
                    geometry.push(b',');
                }
                write_ring(ring.coords().map(|c| LonLat { lon: c.x, lat: c.y }), &mut geometry);
            }
            geometry.push(b']');
        }
        geometry.extend_from_slice(b"]}");
        Self { geometry, properties: Vec::new() }
    }

    fn key(&mut self, key: &str) {
        if !self.properties.is_empty() {
            self.properties.push(b',');
        }
        self.string(key);
        self.properties.push(b':');
    }

    fn string(&mut self, text: &str) {
        // Writing JSON into a vector cannot fail.
        let _ = serde_json::to_writer(&mut self.properties, text);
    }

    pub fn text(&mut self, key: &str, value: &str) {
        self.key(key);
        self.string(value);
    }

    pub fn integer(&mut self, key: &str, value: u64) {
        self.key(key);
        self.properties.extend_from_slice(value.to_string().as_bytes());
    }

    /// `null` where there is no value.
    pub fn number(&mut self, key: &str, value: Option<f64>) {
        self.key(key);
        match value.filter(|v| v.is_finite()) {
            Some(value) => write_number(value, &mut self.properties),
            None => self.properties.extend_from_slice(b"null"),
        }
    }

    /// `null` where there is no value.
    pub fn fixed(&mut self, key: &str, value: Option<f64>, decimals: usize) {
        self.key(key);
        match value.filter(|v| v.is_finite()) {
            Some(value) => write_fixed(value, decimals, &mut self.properties),
            None => self.properties.extend_from_slice(b"null"),
        }
    }
}

fn write_ring(ring: impl Iterator<Item = LonLat>, out: &mut Vec<u8>) {
    out.push(b'[');
    for (i, point) in ring.enumerate() {
        out.extend_from_slice(if i == 0 { b"[" } else { b",[" });
        write_fixed(point.lon, 7, out);
        out.push(b',');
        write_fixed(point.lat, 7, out);
        out.push(b']');
    }
    out.push(b']');
}

/// Writes the features, one a line.
pub fn write_collection(name: &str, features: &[Feature], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\"type\":\"FeatureCollection\",\"name\":\"{name}\",\"features\":[")?;
    for (i, feature) in features.iter().enumerate() {
        out.write_all(if i == 0 { b"\n" } else { b",\n" })?;
        out.write_all(b"{\"type\":\"Feature\",\"properties\":{")?;
        out.write_all(&feature.properties)?;
        out.write_all(b"},\"geometry\":")?;
        out.write_all(&feature.geometry)?;
        out.write_all(b"}")?;
    }
    out.write_all(b"\n]}\n")
}
