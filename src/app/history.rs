//! Undo and redo by name.

use super::Project;

/// Steps kept; older ones are forgotten.
const LIMIT: usize = 100;

/// A change: its name and the choices on the other side of it.
#[derive(Debug, Clone)]
struct Step {
    key: &'static str,
    project: Project,
}

/// Changes that can be taken back, and those that were.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// Notes that `before` was changed by the step called `key`.
    pub fn note(&mut self, key: &'static str, before: Project) {
        self.undone.clear();
        self.done.push(Step { key, project: before });
        if self.done.len() > LIMIT {
            self.done.remove(0);
        }
    }

    /// Name of the step that would be taken back.
    pub fn undo_key(&self) -> Option<&'static str> {
        self.done.last().map(|step| step.key)
    }

    /// Name of the step that would be done again.
    pub fn redo_key(&self) -> Option<&'static str> {
        self.undone.last().map(|step| step.key)
    }

    /// Takes the last step back; returns its name.
    pub fn undo(&mut self, project: &mut Project) -> Option<&'static str> {
        let step = self.done.pop()?;
        let after = std::mem::replace(project, step.project);
        self.undone.push(Step { key: step.key, project: after });
        Some(step.key)
    }

    /// Does the step again that was taken back last; returns its name.
    pub fn redo(&mut self, project: &mut Project) -> Option<&'static str> {
        let step = self.undone.pop()?;
        let before = std::mem::replace(project, step.project);
        self.done.push(Step { key: step.key, project: before });
        Some(step.key)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Edit;
    use super::*;

    fn edit(history: &mut History, project: &mut Project, edit: Edit) {
        history.note(edit.key(), project.clone());
        edit.apply(project);
    }

    #[test]
    fn undo_and_redo_walk_the_same_way() {
        let (mut history, mut project) = (History::default(), Project::default());
        let start = project.clone();
        edit(&mut history, &mut project, Edit::Operator(Some("MobiFone".to_owned())));
        edit(&mut history, &mut project, Edit::Grid(crate::model::GridSpec::Hex(200.0)));
        let end = project.clone();
        assert_eq!(history.undo(&mut project), Some("edit-grid"));
        assert_eq!(history.undo(&mut project), Some("edit-operator"));
        assert_eq!(project, start);
        assert_eq!(history.undo(&mut project), None);
        assert_eq!(history.redo(&mut project), Some("edit-operator"));
        assert_eq!(history.redo(&mut project), Some("edit-grid"));
        assert_eq!(project, end);
    }

    #[test]
    fn a_new_step_forgets_what_was_undone() {
        let (mut history, mut project) = (History::default(), Project::default());
        edit(&mut history, &mut project, Edit::Operator(Some("iTel".to_owned())));
        history.undo(&mut project);
        edit(&mut history, &mut project, Edit::Technology(None));
        assert_eq!(history.redo_key(), None);
    }
}
