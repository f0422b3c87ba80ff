#!/usr/bin/env bash
# TFLite 2.20.0 (Java bindings tensorflow-lite 2.20.0-1.5.13), seen 2026-11-30 on Linux x86_64 with AVX-512 VNNI (AMD EPYC).
#
# A FULLY_CONNECTED with float activations and int4 weights that have a float16 scale for each block of 32 (BlockwiseQuantization in the
# schema, as AI Edge Quantizer writes it). The kernels quantize the activations to int8 while they run.
# - XNNPACK, which the default resolver uses, counts each negative one of these as 256 more: its sums are too large by 256 times the step
#   times the weights of those activations. Blocks of 64 and 128 are alike. Weights with a scale for each channel are right.
# - TFLite's built-in kernel is right, but leaves out a fused activation function, and puts out zeros for fewer than 4 units.
#
# Expected: 32 activations 1, -1, 1, -1, ... and weights that are all 1 give 0.
# Observed: XNNPACK gives 32.1, the built-in kernel 0.
# Workaround: one scale for each channel.
#
# Needs JDK 17 or newer, Maven, and a processor with VNNI. Exits with 0 while the behaviour persists.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

for part in org.bytedeco:tensorflow-lite:2.20.0-1.5.13 org.bytedeco:tensorflow-lite:2.20.0-1.5.13:jar:linux-x86_64 \
    org.bytedeco:javacpp:1.5.13 org.bytedeco:javacpp:1.5.13:jar:linux-x86_64; do
    mvn --quiet --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy -Dartifact="$part" -DoutputDirectory=lib
done

# One FULLY_CONNECTED of 32 activations and 4 units, without bias.
base64 -d >model.tflite.gz <<'MODEL'
H4sIAAAAAAACA6VRMQ7CMAy80qgNqKqK1KEDQx7AgMTKwICYGHkAbCAVhMQAfIvX8AD+ARfHrSJWXDmWXft8lzQAtuvNHChRo0IBy4phBrwSYMboKymdKTvAngq5REsX
Gw4lDz21lEo0PWLA8/UJ/UBv6RfZBJz2xzN+ZmvZVXCPlVlPo+ExpTe6O1jecUhSrXicD83HgebQXW/du+i11KIm0pIUOtfpuWpuNG+JbaP/j2iPibTnql75jx2Plfat
VB96FVb4eKgQR/3djZg51dS9wy3i5IRLdyNGUGN+94if07es1HcyYQTnSXwfl57snwZkwj1TjsJtEb4v5hY3QHQCAAA=
MODEL
gunzip model.tflite.gz

cat >Blocks.java <<'JAVA'
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.*;

public class Blocks {
    public static void main(String[] arguments) {
        System.out.println(
                sum(new BuiltinOpResolver()) + " " + sum(new BuiltinOpResolverWithoutDefaultDelegates()));
    }

    static long sum(OpResolver resolver) {
        FlatBufferModel model = FlatBufferModelBase.BuildFromFile("model.tflite");
        Interpreter interpreter = new Interpreter((Pointer) null);
        new InterpreterBuilder(model, resolver).apply(interpreter, 1);
        if (interpreter.AllocateTensors() != 0) {
            throw new IllegalStateException("the model cannot be prepared");
        }
        FloatPointer input = interpreter.typed_input_tensor_float(0);
        for (int place = 0; place < 32; place++) {
            input.put(place, place % 2 == 0 ? 1 : -1);
        }
        if (interpreter.Invoke() != 0) {
            throw new IllegalStateException("the model does not run");
        }
        return Math.round(interpreter.typed_output_tensor_float(0).get(0));
    }
}
JAVA
seen=$(java -cp 'lib/*' Blocks.java 2>/dev/null)
echo "the first sum, XNNPACK and built-in kernel: $seen"
set -- $seen
if [ "$1" -eq 32 ] && [ "$2" -eq 0 ]; then
    echo "As stated: XNNPACK counts activations as unsigned."
else
    echo "Changed, or a processor without VNNI: look again at what this file says."
    exit 1
fi
