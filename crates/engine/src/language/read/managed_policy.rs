//! What policies allow that AWS manages and many roles have, as far as they are one statement over every resource.
//!
//! By their pages in <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html>.

const LOGS: [&str; 3] = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

/// The policies, and the actions of each.
const POLICIES: [(&str, &[&str]); 9] = [
    ("AWSLambdaBasicExecutionRole", &[LOGS[0], LOGS[1], LOGS[2]]),
    (
        "AWSLambdaVPCAccessExecutionRole",
        &[
            LOGS[0],
            LOGS[1],
            LOGS[2],
            "ec2:CreateNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:DeleteNetworkInterface",
            "ec2:AssignPrivateIpAddresses",
            "ec2:UnassignPrivateIpAddresses",
        ],
    ),
    (
        "AWSLambdaSQSQueueExecutionRole",
        &[LOGS[0], LOGS[1], LOGS[2], "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
    ),
    (
        "AWSLambdaKinesisExecutionRole",
        &[
            LOGS[0],
            LOGS[1],
            LOGS[2],
            "kinesis:DescribeStream",
            "kinesis:DescribeStreamSummary",
            "kinesis:GetRecords",
            "kinesis:GetShardIterator",
            "kinesis:ListShards",
            "kinesis:ListStreams",
            "kinesis:SubscribeToShard",
        ],
    ),
    (
        "AWSLambdaDynamoDBExecutionRole",
        &[
            LOGS[0],
            LOGS[1],
            LOGS[2],
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
        ],
    ),
    (
        "AmazonECSTaskExecutionRolePolicy",
        &[
            "ecr:GetAuthorizationToken",
            "ecr:BatchCheckLayerAvailability",
            "ecr:GetDownloadUrlForLayer",
            "ecr:BatchGetImage",
            LOGS[1],
            LOGS[2],
        ],
    ),
    ("AmazonS3ReadOnlyAccess", &["s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"]),
    ("AmazonS3FullAccess", &["s3:*", "s3-object-lambda:*"]),
    ("AdministratorAccess", &["*"]),
];

/// The actions that a policy of this name allows on every resource, where it is known.
pub(crate) fn actions(name: &str) -> Option<&'static [&'static str]> {
    POLICIES.iter().find(|(known, _)| *known == name).map(|(_, actions)| *actions)
}
