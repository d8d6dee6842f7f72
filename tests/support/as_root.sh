#!/bin/bash
# Runs a test that needs a root-owned tree and other users' credentials as root, with sudo where need be.
if [ "$(id -u)" = 0 ]; then exec "$@"; fi
exec sudo --non-interactive "$@"
