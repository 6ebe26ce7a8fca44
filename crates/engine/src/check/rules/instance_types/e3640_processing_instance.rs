//! E3640: an instance type of SageMaker's processing that no region has, or that the stack's own region does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3640",
    severity: Severity::Error,
    what: "Finds an instance type of SageMaker's processing that no region has, or that the stack's own region does not have.",
    why: "The service refuses the resource.",
    example: "`InstanceType: ml.m5.larg`",
    fix: "use one of the types that the message lists",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_sagemaker_processing/instancetype_enum",
        places: &[
            "AWS::SageMaker::DataQualityJobDefinition/JobResources/ClusterConfig/InstanceType",
            "AWS::SageMaker::ModelBiasJobDefinition/JobResources/ClusterConfig/InstanceType",
            "AWS::SageMaker::ModelExplainabilityJobDefinition/JobResources/ClusterConfig/InstanceType",
            "AWS::SageMaker::ModelQualityJobDefinition/JobResources/ClusterConfig/InstanceType",
            "AWS::SageMaker::MonitoringSchedule/MonitoringScheduleConfig/MonitoringJobDefinition/MonitoringResources/ClusterConfig/InstanceType",
        ],
        growth: Growth::Families,
    }),
};
