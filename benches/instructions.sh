#!/usr/bin/env bash
# How many instructions the commands take, which is the same on a busy machine as on a quiet one: `benches/instructions.sh`.
#
# Needs valgrind (on Debian and Ubuntu: apt-get install valgrind). The figures are in docs/performance.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

command -v valgrind > /dev/null || {
    echo "expected valgrind, found none: install it, for example with apt-get install valgrind" >&2
    exit 1
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
target=${CARGO_TARGET_DIR:-target}

cargo build --quiet --release --bins --workspace

# 150 log groups, 150 security groups and 150 target groups.
resources() {
    echo 'Resources:'
    for ((index = 0; index < 150; index++)); do
        cat << RESOURCES
  Logs$index:
    Type: AWS::Logs::LogGroup
    Properties: {LogGroupName: /app/$index, RetentionInDays: 14}
  Group$index:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: group $index
      GroupName: group-$index
      VpcId: vpc-0123456789abcdef0
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16, Description: from the network}
  Targets$index:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      Name: targets-$index
      VpcId: vpc-0123456789abcdef0
      Port: 8080
      Protocol: HTTP
      TargetType: ip
      HealthCheckPath: /health
      HealthCheckIntervalSeconds: 30
      HealthCheckTimeoutSeconds: 5
RESOURCES
    done
}

# The same in JSON.
resources_in_json() {
    local index separator='' group targets
    echo '{"Resources": {'
    for ((index = 0; index < 150; index++)); do
        group='"GroupDescription": "group '$index'", "GroupName": "group-'$index'", "VpcId": "vpc-0123456789abcdef0"'
        targets='"Name": "targets-'$index'", "VpcId": "vpc-0123456789abcdef0", "Port": 8080, "Protocol": "HTTP", "TargetType": "ip"'
        cat << RESOURCES
  $separator"Logs$index": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/app/$index", "RetentionInDays": 14}},
  "Group$index": {"Type": "AWS::EC2::SecurityGroup", "Properties": {$group, "SecurityGroupIngress": [
    {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/16", "Description": "from the network"}]}},
  "Targets$index": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {$targets,
    "HealthCheckPath": "/health", "HealthCheckIntervalSeconds": 30, "HealthCheckTimeoutSeconds": 5}}
RESOURCES
        separator=', '
    done
    echo '}}'
}

count() {
    local what=$1 status=0
    shift
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" > /dev/null 2> "$work/log" || status=$?
    # 1 is a finding, 10 to 18 a change; anything else is a command that did not do its work.
    if ((status > 1 && status < 10 || status > 18)); then
        cat "$work/log" >&2
        exit 1
    fi
    awk -v what="$what" '/Collected/ { printf "%-56s %8.1f M\n", what, $NF / 1e6 }' "$work/log"
}

resources > "$work/450.yaml"
resources_in_json > "$work/450.json"
"$target/release/stacks" synth --output "$work/out" > /dev/null

count 'starting: --version' "$target/release/formwork" --version
count 'synth of both environments, nothing changed' "$target/release/stacks" synth --output "$work/out"
count 'check of 21 resources (tests/seeded/base.json)' "$target/release/formwork" check tests/seeded/base.json
count 'check of 450 resources, YAML' "$target/release/formwork" check "$work/450.yaml"
count 'check of 450 resources, JSON' "$target/release/formwork" check "$work/450.json"
count 'diff of both environments' "$target/release/stacks" diff
count 'graph of both environments, SVG' "$target/release/stacks" graph --format svg
