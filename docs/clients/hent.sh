#!/bin/sh
# hent.sh https://referater.kommune.example klimaudvalget: saves the latest minutes of that body as a PDF here.
set -eu
address=$1 body=$2
id=$(curl --silent --show-error --fail --get "$address/v1/minutes" --data take=1 --data sort=date:desc \
  --data-urlencode "filter=body:$body" |
  python3 -c 'import json, sys; print(json.load(sys.stdin)["items"][0]["id"])')
curl --silent --show-error --fail --output "$body.pdf" "$address/v1/minutes/$id.pdf"
echo "$body.pdf"
