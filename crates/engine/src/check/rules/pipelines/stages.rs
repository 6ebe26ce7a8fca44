//! The stages of a pipeline and their actions.

use crate::language::read::property::Property;
use crate::language::read::resource::Resource;

/// The actions of each stage, where the stages and their actions are known to be these.
pub(super) fn actions<'a>(pipeline: &Resource<'a>) -> Option<Vec<Vec<Property<'a>>>> {
    let stages = pipeline.properties.get("Stages").items()?;
    stages.iter().map(|stage| stage.get("Actions").items()).collect()
}

/// The type of pipelines.
pub(super) const PIPELINE: &str = "AWS::CodePipeline::Pipeline";
