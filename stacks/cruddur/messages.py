"""Keeps the groups of messages in order: a new message becomes the newest of its group.

A message has the key MSG#GROUP; a group has a row for each of its users, whose sort key is the time of its newest message. DynamoDB changes
no key, so a row is deleted and put in one transaction.
"""

import os

import boto3

dynamodb = boto3.client("dynamodb")
TABLE, INDEX = os.environ["TABLE"], os.environ["INDEX"]


def handler(event, context):
    failed = []
    for record in event["Records"]:
        try:
            on_change(record)
        except Exception as error:
            print(record["eventID"], error)
            # Lambda calls again from here on, so that the order stays.
            failed.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
            break
    return {"batchItemFailures": failed}


def on_change(record):
    if record["eventName"] != "INSERT":
        return
    message = record["dynamodb"]["NewImage"]
    kind, _, group = message["pk"]["S"].partition("#")
    if kind == "MSG":
        for row in rows(group):
            if row["sk"]["S"] < message["sk"]["S"]:
                move(row, message)


def rows(group):
    pages = dynamodb.get_paginator("query").paginate(
        TableName=TABLE,
        IndexName=INDEX,
        KeyConditionExpression="message_group_uuid = :group",
        ExpressionAttributeValues={":group": {"S": group}},
    )
    return [row for page in pages for row in page["Items"]]


def move(row, message):
    moved = {**row, "sk": message["sk"], "message": message["message"]}
    key = {"pk": row["pk"], "sk": row["sk"]}
    dynamodb.transact_write_items(
        TransactItems=[
            {"Delete": {"TableName": TABLE, "Key": key}},
            {"Put": {"TableName": TABLE, "Item": moved}},
        ]
    )
