//! What `analyze` adds when it is asked to: second opinions on the cells, the test of robustness, gates in FCC style.

use clap::Args;

use crate::analysis::{fcc_gates, grid_of, local_statistics, test_robustness};
use crate::io::export::{self, OutputFolder};
use crate::job::Feedback;
use crate::model::{Analysis, Result};

/// Opinions beyond the verdicts.
#[derive(Debug, Clone, Args)]
pub struct OpinionOptions {
    #[arg(long, conflicts_with = "only")]
    pub local_statistics: bool,
    #[arg(long, conflicts_with = "only")]
    pub sensitivity: bool,
}

impl OpinionOptions {
    /// What was asked for, for the summary.
    pub fn given(&self) -> Vec<(&'static str, String)> {
        let asked = [("local_statistics", self.local_statistics), ("sensitivity", self.sensitivity)];
        asked.into_iter().filter(|(_, asked)| *asked).map(|(key, _)| (key, "yes".to_owned())).collect()
    }

    /// The analysis with what the test of robustness says, where that was asked for.
    pub fn test(&self, analysis: Analysis, feedback: &Feedback) -> Result<Analysis> {
        if !self.sensitivity {
            return Ok(analysis);
        }
        let robustness = test_robustness(&analysis, feedback)?;
        Ok(analysis.with_robustness(robustness))
    }
}

/// Writes the tables that were asked for; that of the gates where the criteria have gates.
pub fn write(analysis: &Analysis, folder: &OutputFolder, options: &OpinionOptions, feedback: &Feedback) -> Result<()> {
    if options.local_statistics {
        let grid = grid_of(analysis)?;
        let rows = local_statistics(analysis, &grid, feedback)?;
        folder.write("local_statistics.csv", |out| export::write_local_statistics(analysis, &grid, &rows, out))?;
    }
    if let Some(gates) = analysis.settings.profile.gates.as_ref().filter(|_| !analysis.settings.only_stats) {
        let rows = fcc_gates(analysis, gates, feedback)?;
        folder.write("fcc_gates.csv", |out| export::write_fcc_gates(analysis, &rows, out))?;
    }
    Ok(())
}
