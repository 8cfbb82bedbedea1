#!/bin/sh
# Builds the LEMON peer (apt-get install liblemon-dev g++) into the folder given.
set -eu
mkdir -p "$1"
g++ -O3 -march=native -std=c++14 -w -o "$1/lemon" "$(dirname "$0")/lemon.cpp" -llemon
