#!/usr/bin/env bash
# TFLite 2.20.0 (Java bindings tensorflow-lite 2.20.0-1.5.13), seen 2026-11-30 on Linux x86_64, AMD EPYC with AVX-512.
#
# A DEPTHWISE_CONV_2D with int8 weights and float activations is run by TFLite's built-in kernels. Right behind a part that XNNPACK runs, it
# takes longer than alone. Below: first.tflite is a CONV_2D 1x1 that XNNPACK takes, second.tflite that DEPTHWISE_CONV_2D (3x3, 16x16x192),
# both.tflite one after the other. All run in turn in one process; one thread.
#
# Expected: (both - first) / second is about 1.
# Observed: 1.4. The cause is not known. A profiler that is called between the two takes a part of it away (1.2 is left), so that a profile of
# operators shows less than a run takes.
# Workaround: none; measure whole models, and weights behind DEQUANTIZE, which XNNPACK takes in one part.
#
# Needs JDK 17 or newer and Maven. Exits with 0 while the behaviour persists; other processors may not show it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

for part in org.bytedeco:tensorflow-lite:2.20.0-1.5.13 org.bytedeco:tensorflow-lite:2.20.0-1.5.13:jar:linux-x86_64 \
    org.bytedeco:javacpp:1.5.13 org.bytedeco:javacpp:1.5.13:jar:linux-x86_64; do
    mvn --quiet --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy -Dartifact="$part" -DoutputDirectory=lib
done

base64 -d <<'MODELS' | tar -xz
H4sIAAAAAAACA+2cvW7TUBTHj+N8NMWKKhRVFcpgqRXKgFBiO7RDkDogJgaGvkChragELWqN1KEDAw/BgHgIRqYMjGVDgoEB8QSI
AYGEZM65PnbcpORDVc1H/r/qr2uf63uu73Wi3iTn3Hv74YPr4c7D3XCbLooWcyMITMkMlN6qx8ftTtvr+H4QiL3Nf6vktigHnhyG
mweuSzPKEmvj9h2fqEZ1WiCH5thS5DOiuw7RLS7FYrMKrBVTS/QliiI5lOMyy+G2FVPOsQy2tCmxLFbdmGrcX9JL3IfYG6wPrI+s
T+r/0ebuHmmf4RntK+yhFvdTkIf3nHVN+4rHQtpPJbnOtrTe0vGU1D8NtMn4tpZ0zE0dI6lP5wyfJfVb1DKxl7UUu8zRu3miF6yA
jSd8/iwzry/jebWaOu9d9RW2A3qtdY7Omatt2BwtmHsn6qXX+6bOUntSR7RoZpDMSGJkPIs63lG+3dS3N+Rb6l6Z+7OqDR2PraWj
Pckzl6Mj1nE58dUyvnqZ+XL1PuVZV9LXJJmZjO/TqorfbjV+flISXU5HFV9dZEvch5w75WT8AAAAZhX5PzD/frkLQbMqs65eo3Qd
Z6vkvfE5s86UuvVkHd7Jrh/7qzIaWD9aurY0bYL4vKfryXqy5ufOvlfFVjT2K9+iqEjxTbw9ObkJQbOqqz/i90JPPiMBAAAA/yCn
P3mVzXeAZV0LypfPmCEAAAAAAAAAAAAAAAAA4P8D0Wh/lp3dg8PwghNAxuR/+J43lP/hc4H8jxxopPkfSQ7E6RyQtUv8/DI5IEnM
/3nzPR5rXsfRQL5Htu3v8jECzREYlY+R5KtYOk4rc/8F7XNtnugNl1t6/rfnV4zLiRC/Lc2JkHIw7wJ5EAAAAJAHAUHL3XE5qFPl
OnT6uQ52du1m9/Mcvv5EngMEiRAPCgAAAAAAAAAAAAAAAADMBvhVPl8Ot+/v721dbADo6PjPttcZ3v878HzEf+aBeyr+8+wY0JXJ
Y0DT/cAniQE1+0Cznk4XA1qQtrIvdnPgmlF7fY+LBW3Intzqt5jZA3Fdx71B/X24zxPjOUn8KPa9BgAAgHhPCMpn3+vz7G2NeE8I
mi7eE/tbAwAAwO8VAACQL78AUfrP4gB4AAA=
MODELS

cat >Behind.java <<'JAVA'
import java.util.Arrays;
import java.util.Locale;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.*;

public class Behind {
    public static void main(String[] arguments) {
        Interpreter first = open("first.tflite");
        Interpreter second = open("second.tflite");
        Interpreter both = open("both.tflite");
        double[] ratios = new double[15];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = (median(both) - median(first)) / median(second);
        }
        Arrays.sort(ratios);
        System.out.printf(Locale.ROOT, "%.0f%n", 100 * ratios[ratios.length / 2]);
    }

    static Interpreter open(String file) {
        FlatBufferModel model = FlatBufferModelBase.BuildFromFile(file);
        Interpreter interpreter = new Interpreter((Pointer) null);
        new InterpreterBuilder(model, new BuiltinOpResolver()).apply(interpreter, 1);
        if (interpreter.AllocateTensors() != 0) {
            throw new IllegalStateException("the model does not run");
        }
        FloatPointer input = new FloatPointer(interpreter.input_tensor(0).data().f());
        long count = interpreter.input_tensor(0).bytes() / Float.BYTES;
        for (long i = 0; i < count; i++) {
            input.put(i, i * 37 % 101 / 101f);
        }
        for (int i = 0; i < 50; i++) {
            interpreter.Invoke();
        }
        return interpreter;
    }

    static double median(Interpreter interpreter) {
        long[] times = new long[41];
        for (int i = 0; i < times.length; i++) {
            long start = System.nanoTime();
            interpreter.Invoke();
            times[i] = System.nanoTime() - start;
        }
        Arrays.sort(times);
        return times[times.length / 2];
    }
}
JAVA
seen=$(java -cp 'lib/*' Behind.java)
echo "time of the operator behind XNNPACK, in percent of its time alone: $seen"
if [ "$seen" -ge 115 ]; then
    echo "As stated: it takes longer there."
else
    echo "Changed: look again at what this file says."
    exit 1
fi
