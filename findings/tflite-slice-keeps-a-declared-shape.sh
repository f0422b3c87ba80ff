#!/usr/bin/env bash
# TFLite 2.20.0 (Java bindings tensorflow-lite 2.20.0-1.5.13), seen 2026-11-30 on Linux x86_64.
#
# SLICE with a size of -1 takes all that is left of a dimension, whatever its size. But if the file declares the shape of its output without a
# shape signature, as old converters did and as a file with a fixed batch does, the kernel keeps the declared shape when the input is resized. It
# computes that part and leaves the rest away, without an error: an application that resizes the batch gets the answers of the first example
# alone. Other operators, such as FULLY_CONNECTED and UNPACK, find the shape anew.
#
# Expected: an input of [1, 4], resized to [3, 4], and SLICE from [0, 1] of size [-1, 2] give an output of [3, 2].
# Observed: [1, 2].
# Workaround: where a batch is to change, declare its dimension as -1 in the shape signatures.
#
# Needs JDK 17 or newer and Maven. Exits with 0 while the behaviour persists.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

for part in org.bytedeco:tensorflow-lite:2.20.0-1.5.13 org.bytedeco:tensorflow-lite:2.20.0-1.5.13:jar:linux-x86_64 \
    org.bytedeco:javacpp:1.5.13 org.bytedeco:javacpp:1.5.13:jar:linux-x86_64; do
    mvn --quiet --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy -Dartifact="$part" -DoutputDirectory=lib
done

# One SLICE of a [1, 4] input, from [0, 1], of size [-1, 2]; its output is declared as [1, 2].
base64 -d >model.tflite.gz <<'MODEL'
H4sIAAAAAAACA11QsQ3CQAw8kij54hWlSJGCASgokGCBNFSUFBQ0IBoKaGhgAwZgRCrEDs/Z748iIjl+23c+2x2A7XqzBGq0aODhmCkYAacJMKeXTE5jSASI
8agArXj16HurtxrW6IZusZfkp6JF29H2qgJcDucr/rit6oiGUy6/xZe/zjh5zCknM5/mg2GepjWz+BVCcDp7xD1GXPFv1uXpLV5Z7aYc2aXSbWzfLPVJ/jjq
5e2Kouztfgl3H+mmXRqzOGuh+Q/nKYyLYbdS71kaV2qEBen3AzZV5WPIAQAA
MODEL
gunzip model.tflite.gz

cat >Slice.java <<'JAVA'
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.*;

public class Slice {
    public static void main(String[] arguments) {
        FlatBufferModel model = FlatBufferModelBase.BuildFromFile("model.tflite");
        Interpreter interpreter = new Interpreter((Pointer) null);
        new InterpreterBuilder(model, new BuiltinOpResolverWithoutDefaultDelegates()).apply(interpreter, 1);
        if (interpreter.ResizeInputTensor(interpreter.inputs().get(0), new int[] {3, 4}) != 0
                || interpreter.AllocateTensors() != 0
                || interpreter.Invoke() != 0) {
            throw new IllegalStateException("the model does not run");
        }
        TfLiteIntArray shape = interpreter.tensor(interpreter.outputs().get(0)).dims();
        System.out.println(shape.data(0) + " " + shape.data(1));
    }
}
JAVA
seen=$(java -cp 'lib/*' Slice.java)
echo "shape of the output for an input of 3 4: $seen"
if [ "$seen" = "1 2" ]; then
    echo "As stated: two of three rows are missing."
else
    echo "Changed: look again at what this file says."
    exit 1
fi
