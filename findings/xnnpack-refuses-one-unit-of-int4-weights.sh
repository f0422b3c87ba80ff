#!/usr/bin/env bash
# TFLite 2.20.0 (Java bindings tensorflow-lite 2.20.0-1.5.13), seen 2026-11-30 on Linux x86_64 (AMD EPYC).
#
# A FULLY_CONNECTED with int8 activations, int4 weights and one unit, as the last layer of a network that predicts one number has it. XNNPACK,
# which the default resolver uses, takes the node and then cannot create its operator, so that the whole model cannot be prepared, where one
# would expect the node to be left to the built-in kernel. The built-in kernel alone prepares and runs it. Two units or more are no problem.
#
# Expected: AllocateTensors returns 0 with both resolvers.
# Observed: 1 with XNNPACK ("failed to delegate FULLY_CONNECTED node"), 0 without.
# Workaround: int8 weights for layers of one unit.
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

# QUANTIZE, one FULLY_CONNECTED of 8 activations and 1 unit, DEQUANTIZE.
base64 -d >model.tflite.gz <<'MODEL'
H4sIAAAAAAACA11Sq07EQBS9LUO33Uw23aSiH7CakFBBeDiCIsFUIhArEKgNEgH/gCABgeAjkGQVajUGv4qQxRKGc2fObBtucuZ27uPcR6cWkfb4ZEdkJJWUYiWHxeAm8pyKnEOrZYM4
AiY+QuTLOQeVZTgQitxSBl7ngJeiwDH0Nut90vlmMxwJUHp/rG68X233wCPwxNpXQEOfssZ45b8EttmHzlKTb4CIUaiXLxNZcydEnMvwnpLb+k4Dt85f0R/jNqlVdP4Wlx/oF2DKeI19
/3XuAvoOeAv7KpokcO5CT2Dr8zuK8H57IweVnyVsz3KHFfdrmduwd83VvOt/vGPpRO+r4XI/7e1hEWqmljw18Apb25t5NT/dS9Zzj9hV2BR3PK7pP+M/F+7Rco9lb2+xl63vxWHFl9eJ
8b3HnDhbzu+k9y5LIrxL4/v9RKxh7/Ppx4P+Je0jo82w1h/s1ojxAAMAAA==
MODEL
gunzip model.tflite.gz

cat >OneUnit.java <<'JAVA'
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.*;

public class OneUnit {
    public static void main(String[] arguments) {
        System.out.println(
                status(new BuiltinOpResolver()) + " " + status(new BuiltinOpResolverWithoutDefaultDelegates()));
    }

    /** Of preparing the model and running it once. */
    static int status(OpResolver resolver) {
        FlatBufferModel model = FlatBufferModelBase.BuildFromFile("model.tflite");
        Interpreter interpreter = new Interpreter((Pointer) null);
        new InterpreterBuilder(model, resolver).apply(interpreter, 1);
        int prepared = interpreter.AllocateTensors();
        return prepared == 0 ? interpreter.Invoke() : prepared;
    }
}
JAVA
seen=$(java -cp 'lib/*' OneUnit.java 2>/dev/null)
echo "the status of preparing and running, with XNNPACK and without: $seen"
if [ "$seen" = "1 0" ]; then
    echo "As stated: XNNPACK keeps a model from being prepared that the built-in kernels run."
else
    echo "Changed: look again at what this file says."
    exit 1
fi
