//! What single properties take, as the documentation of their services says it and the schemas do not.
//!
//! The relations name examples, so a reference that they do not name may still be right. These say more: which identifiers of the
//! resources that they name are right, and whether anything else can be.

/// What a property takes.
#[derive(Debug)]
pub(crate) struct Accepted {
    /// Where it stands: the type, and the keys that lead to the property. Items of lists have no key.
    places: &'static [&'static str],
    /// The identifiers that it takes, each as `AWS::EC2::Subnet.Id`.
    pub takes: &'static [&'static str],
    others: Others,
}

/// What is known of the identifiers that a property is not said to take.
#[derive(Clone, Copy, Debug)]
enum Others {
    /// None is taken.
    None,
    /// Of the types that it takes something of, none is; of others that is not known.
    OfOtherTypes,
    /// Of these types, none is.
    NotOf(&'static [&'static str]),
}

const INSTANCE_PROFILE: [&str; 2] = ["AWS::IAM::InstanceProfile.InstanceProfileName", "AWS::IAM::InstanceProfile.Arn"];
const FUNCTION_ARNS: [&str; 3] = ["AWS::Lambda::Function.Arn", "AWS::Lambda::Version.FunctionArn", "AWS::Lambda::Alias.AliasArn"];

/// The table. Of one property there is one row.
const ACCEPTED: &[Accepted] = &[
    // The addresses and gateways of EC2.
    Accepted {
        places: &["AWS::EC2::NatGateway/AllocationId", "AWS::EC2::EIPAssociation/AllocationId"],
        takes: &["AWS::EC2::EIP.AllocationId"],
        others: Others::None,
    },
    Accepted {
        places: &["AWS::EC2::Route/GatewayId"],
        takes: &["AWS::EC2::InternetGateway.InternetGatewayId", "AWS::EC2::VPNGateway.VPNGatewayId", "AWS::EC2::VPCEndpoint.Id"],
        others: Others::None,
    },
    Accepted { places: &["AWS::EC2::Route/NatGatewayId"], takes: &["AWS::EC2::NatGateway.NatGatewayId"], others: Others::None },
    Accepted {
        places: &["AWS::EC2::VPCGatewayAttachment/InternetGatewayId"],
        takes: &["AWS::EC2::InternetGateway.InternetGatewayId"],
        others: Others::None,
    },
    Accepted {
        places: &["AWS::EC2::Instance/IamInstanceProfile", "AWS::EC2::LaunchTemplate/LaunchTemplateData/IamInstanceProfile/Name"],
        takes: &[INSTANCE_PROFILE[0]],
        others: Others::None,
    },
    Accepted {
        places: &["AWS::EC2::Instance/SecurityGroupIds", "AWS::EC2::LaunchTemplate/LaunchTemplateData/SecurityGroupIds"],
        takes: &["AWS::EC2::SecurityGroup.Id"],
        others: Others::OfOtherTypes,
    },
    Accepted {
        places: &["AWS::EC2::LaunchTemplate/LaunchTemplateData/IamInstanceProfile/Arn"],
        takes: &[INSTANCE_PROFILE[1]],
        others: Others::None,
    },
    Accepted {
        places: &[
            "AWS::AutoScaling::LaunchConfiguration/IamInstanceProfile",
            "AWS::Batch::ComputeEnvironment/ComputeResources/InstanceRole",
        ],
        takes: &INSTANCE_PROFILE,
        others: Others::None,
    },
    // A web ACL's `Ref` is its name, id and scope, joined.
    Accepted {
        places: &["AWS::CloudFront::Distribution/DistributionConfig/WebACLId", "AWS::WAFv2::WebACLAssociation/WebACLArn"],
        takes: &["AWS::WAFv2::WebACL.Arn"],
        others: Others::OfOtherTypes,
    },
    // What IAM takes by name and what by ARN.
    Accepted {
        places: &[
            "AWS::IAM::InstanceProfile/Roles",
            "AWS::IAM::ManagedPolicy/Roles",
            "AWS::IAM::Policy/Roles",
            "AWS::IAM::RolePolicy/RoleName",
        ],
        takes: &["AWS::IAM::Role.RoleName"],
        others: Others::None,
    },
    Accepted {
        places: &[
            "AWS::IAM::Group/ManagedPolicyArns",
            "AWS::IAM::Role/ManagedPolicyArns",
            "AWS::IAM::Role/PermissionsBoundary",
            "AWS::IAM::User/ManagedPolicyArns",
            "AWS::IAM::User/PermissionsBoundary",
        ],
        takes: &["AWS::IAM::ManagedPolicy.PolicyArn"],
        others: Others::NotOf(&["AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::RolePolicy"]),
    },
    // Queues, topics, alarms.
    Accepted {
        places: &["AWS::SQS::Queue/RedrivePolicy/deadLetterTargetArn"],
        takes: &["AWS::SQS::Queue.Arn"],
        others: Others::None,
    },
    // SQS takes the name of a queue for the address of that queue in the own account.
    Accepted {
        places: &["AWS::SQS::QueueInlinePolicy/Queue", "AWS::SQS::QueuePolicy/Queues"],
        takes: &["AWS::SQS::Queue.QueueName", "AWS::SQS::Queue.QueueUrl"],
        others: Others::None,
    },
    Accepted { places: &["AWS::SNS::TopicPolicy/Topics"], takes: &["AWS::SNS::Topic.TopicArn"], others: Others::None },
    Accepted {
        places: &["AWS::SNS::Subscription/Endpoint", "AWS::SNS::Topic/Subscription/Endpoint"],
        takes: &[
            "AWS::SQS::Queue.Arn",
            FUNCTION_ARNS[0],
            FUNCTION_ARNS[1],
            FUNCTION_ARNS[2],
            "AWS::KinesisFirehose::DeliveryStream.Arn",
        ],
        others: Others::OfOtherTypes,
    },
    Accepted {
        places: &[
            "AWS::CloudWatch::Alarm/AlarmActions",
            "AWS::CloudWatch::Alarm/InsufficientDataActions",
            "AWS::CloudWatch::Alarm/OKActions",
            "AWS::CloudWatch::CompositeAlarm/AlarmActions",
            "AWS::CloudWatch::CompositeAlarm/InsufficientDataActions",
            "AWS::CloudWatch::CompositeAlarm/OKActions",
        ],
        takes: &["AWS::SNS::Topic.TopicArn", FUNCTION_ARNS[0], FUNCTION_ARNS[1], FUNCTION_ARNS[2]],
        others: Others::OfOtherTypes,
    },
    // What invokes functions, and what functions read.
    Accepted {
        places: &["AWS::Lambda::Permission/SourceArn"],
        takes: &[
            "AWS::Events::Rule.Arn",
            "AWS::S3::Bucket.Arn",
            "AWS::SNS::Topic.TopicArn",
            "AWS::SQS::Queue.Arn",
            "AWS::Cognito::UserPool.Arn",
            "AWS::Logs::LogGroup.Arn",
            "AWS::IoT::TopicRule.Arn",
        ],
        others: Others::OfOtherTypes,
    },
    Accepted {
        places: &["AWS::Lambda::EventSourceMapping/EventSourceArn"],
        takes: &[
            "AWS::DynamoDB::Table.StreamArn",
            "AWS::DynamoDB::GlobalTable.StreamArn",
            "AWS::Kinesis::Stream.Arn",
            "AWS::Kinesis::StreamConsumer.ConsumerARN",
            "AWS::MSK::Cluster.Arn",
            "AWS::SQS::Queue.Arn",
        ],
        others: Others::OfOtherTypes,
    },
    Accepted {
        places: &["AWS::ApiGateway::Authorizer/AuthorizerUri", "AWS::ApiGateway::Method/Integration/Uri"],
        takes: &[],
        others: Others::NotOf(&["AWS::Lambda::Alias", "AWS::Lambda::Function", "AWS::Lambda::Version"]),
    },
    // Buckets and what is in front of them.
    Accepted { places: &["AWS::S3::BucketPolicy/Bucket"], takes: &["AWS::S3::Bucket.BucketName"], others: Others::OfOtherTypes },
    Accepted {
        places: &["AWS::S3::Bucket/ReplicationConfiguration/Rules/Destination/Bucket"],
        takes: &["AWS::S3::Bucket.Arn"],
        others: Others::OfOtherTypes,
    },
    Accepted {
        places: &["AWS::CloudFront::Distribution/DistributionConfig/Origins/DomainName"],
        takes: &[
            "AWS::S3::Bucket.DomainName",
            "AWS::S3::Bucket.DualStackDomainName",
            "AWS::S3::Bucket.RegionalDomainName",
            "AWS::ElasticLoadBalancingV2::LoadBalancer.DNSName",
            "AWS::ElasticLoadBalancing::LoadBalancer.DNSName",
        ],
        others: Others::OfOtherTypes,
    },
    Accepted {
        places: &["AWS::CloudFront::Distribution/DistributionConfig/Origins/S3OriginConfig/OriginAccessIdentity"],
        takes: &[],
        others: Others::NotOf(&["AWS::CloudFront::CloudFrontOriginAccessIdentity", "AWS::CloudFront::OriginAccessControl"]),
    },
    Accepted {
        places: &[
            "AWS::CodePipeline::Pipeline/ArtifactStore/Location",
            "AWS::CodePipeline::Pipeline/ArtifactStores/ArtifactStore/Location",
        ],
        takes: &["AWS::S3::Bucket.BucketName"],
        others: Others::OfOtherTypes,
    },
    // Parts of APIs and pools.
    Accepted {
        places: &["AWS::ApiGatewayV2::Route/Target"],
        takes: &[],
        others: Others::NotOf(&["AWS::ApiGatewayV2::Integration", "AWS::Lambda::Function"]),
    },
    Accepted {
        places: &[
            "AWS::Cognito::UserPoolClient/UserPoolId",
            "AWS::Cognito::UserPoolDomain/UserPoolId",
            "AWS::Cognito::UserPoolGroup/UserPoolId",
            "AWS::Cognito::UserPoolIdentityProvider/UserPoolId",
            "AWS::Cognito::UserPoolResourceServer/UserPoolId",
            "AWS::Cognito::UserPoolUser/UserPoolId",
        ],
        takes: &["AWS::Cognito::UserPool.UserPoolId"],
        others: Others::OfOtherTypes,
    },
    Accepted {
        places: &["AWS::ApiGateway::Authorizer/ProviderARNs"],
        takes: &["AWS::Cognito::UserPool.Arn"],
        others: Others::OfOtherTypes,
    },
    // Names of the domain name system.
    Accepted {
        places: &[
            "AWS::Route53::RecordSet/AliasTarget/HostedZoneId",
            "AWS::Route53::RecordSetGroup/RecordSets/AliasTarget/HostedZoneId",
        ],
        takes: &[
            "AWS::ElasticLoadBalancingV2::LoadBalancer.CanonicalHostedZoneID",
            "AWS::ElasticLoadBalancing::LoadBalancer.CanonicalHostedZoneNameID",
        ],
        others: Others::OfOtherTypes,
    },
    Accepted {
        places: &["AWS::Route53::RecordSet/AliasTarget/DNSName", "AWS::Route53::RecordSetGroup/RecordSets/AliasTarget/DNSName"],
        takes: &[
            "AWS::CloudFront::Distribution.DomainName",
            "AWS::ElasticLoadBalancingV2::LoadBalancer.DNSName",
            "AWS::ElasticLoadBalancing::LoadBalancer.DNSName",
            "AWS::ElasticLoadBalancing::LoadBalancer.CanonicalHostedZoneName",
        ],
        others: Others::OfOtherTypes,
    },
];

/// What a property takes, where it is said here; its way is the keys below the properties.
pub(crate) fn of<'k>(resource_type: &str, way: impl Iterator<Item = &'k str> + Clone) -> Option<&'static Accepted> {
    let is_here = |place: &&str| {
        let keys = place.strip_prefix(resource_type).and_then(|rest| rest.strip_prefix('/'));
        keys.is_some_and(|keys| keys.split('/').eq(way.clone()))
    };
    ACCEPTED.iter().find(|accepted| accepted.places.iter().any(is_here))
}

impl Accepted {
    /// Whether an identifier is taken, by all its names; nothing where that is not said.
    pub(crate) fn takes<'k>(&self, kinds: impl Iterator<Item = &'k str> + Clone) -> Option<bool> {
        if kinds.clone().any(|kind| self.takes.contains(&kind)) {
            return Some(true);
        }
        let is_of = |of: &str| kinds.clone().any(|kind| kind.split('.').next() == Some(of));
        let is_refused = match self.others {
            Others::None => true,
            Others::OfOtherTypes => self.takes.iter().filter_map(|kind| kind.split('.').next()).any(is_of),
            Others::NotOf(types) => types.iter().any(|of| is_of(of)),
        };
        is_refused.then_some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_what_the_schemas_have_once() {
        let mut places: Vec<&str> = ACCEPTED.iter().flat_map(|accepted| accepted.places).copied().collect();
        for place in &places {
            let mut keys = place.split('/');
            let schema = crate::schema::find(keys.next().unwrap()).unwrap();
            let end = keys.try_fold(schema.root(), |node, key| {
                let node = node.items().unwrap_or(node);
                node.property(key).or_else(|| node.any_of().chain(node.one_of()).find_map(|part| part.property(key)))
            });
            assert!(end.is_some(), "{place}");
        }
        for identifier in ACCEPTED.iter().flat_map(|accepted| accepted.takes) {
            let (of, property) = identifier.split_once('.').unwrap();
            let schema = crate::schema::find(of).unwrap();
            assert!(schema.root().property(property).is_some(), "{identifier}");
            assert_eq!(crate::schema::identifiers::canonical(identifier), *identifier);
        }
        let count = places.len();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), count);
    }

    #[test]
    fn what_is_not_named_is_judged_by_the_row() {
        let takes = |place: &str, kind: &str| {
            let (of_type, way) = place.split_once('/').unwrap();
            of(of_type, way.split('/')).unwrap().takes(std::iter::once(kind))
        };
        assert_eq!(takes("AWS::EC2::Route/GatewayId", "AWS::EC2::NatGateway.NatGatewayId"), Some(false));
        assert_eq!(takes("AWS::SNS::Subscription/Endpoint", "AWS::SQS::Queue.QueueUrl"), Some(false));
        assert_eq!(takes("AWS::SNS::Subscription/Endpoint", "AWS::Lambda::Url.FunctionUrl"), None, "another type may be right");
        assert_eq!(takes("AWS::ApiGateway::Method/Integration/Uri", "AWS::Lambda::Function.Arn"), Some(false));
        assert!(of("AWS::EC2::Route", ["RouteTableId"].into_iter()).is_none());
    }
}
