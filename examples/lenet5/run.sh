#!/bin/sh
# Trains LeNet-5 and a better network on MNIST, compresses LeNet-5 to a few kilobytes, and writes it as C: examples/lenet5/run.sh [FOLDER]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
espalier=$here/../../espalier
out=${1:-lenet5}
mkdir -p "$out"
cd "$out" # where the recipe finds its teacher
"$espalier" compress "$here/teacher.json" --recipe "$here/teacher.yaml" --data mnist --threads 1 -o teacher
"$espalier" compress "$here/lenet5.json" --recipe "$here/train.yaml" --data mnist --threads 1 -o trained
"$espalier" compress trained/lenet5.h5 --recipe "$here/small.yaml" --data mnist --threads 1 -o small
"$espalier" export small/small-int8.tflite --to c --name lenet5 -o c
