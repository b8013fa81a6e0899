//! What a map shows, apart from how it is drawn: classes and their legend, outlines, labels, scale. Written once for the
//! window, for pictures and for documents. Colours are tokens here; whoever draws gives them a value.

mod cells;
mod class;
mod context;
mod field;
mod hover;
mod label;
mod legend;
mod name;
mod plane;
mod raster;
mod rows;
mod scale;
mod thin;
mod trapezoid;

pub use cells::{CellIndex, CellShape, cell_shapes, spot_outlines, window_outlines};
pub use class::{
    Cluster, Colouring, DIFFERENCE_STEPS, Fill, MEDIAN_STEPS, SAMPLE_STEPS, SHARE_STEPS, class_of, difference_of,
    fill_of_change, row_shown,
};
pub use context::{LEVEL_STEPS, TILE_STEPS, TOWER_COLOURS, level_class, tile_class};
pub use field::{Density, SampleField};
pub use hover::{HoverFacts, hover_of_cell, hover_of_spot, hover_of_zone};
pub use label::{LabelBox, label_point, label_text, place_labels};
pub use legend::{Bound, LegendEntry, legend};
pub use name::{NameWays, Written};
pub use plane::{PlanePoint, plane_from_lonlat, rings_of};
pub use raster::{Coverage, Rule};
pub use rows::Rows;
pub use scale::{graticule_step_s, scale_bar_m};
pub use thin::{coarse_fill, thinned};
pub use trapezoid::{Trapezoid, trapezoids};
