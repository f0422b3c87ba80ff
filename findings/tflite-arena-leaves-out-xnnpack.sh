#!/usr/bin/env bash
# TFLite 2.20.0 (Java bindings tensorflow-lite 2.20.0-1.5.13), seen 2026-11-29 on Linux x86_64.
#
# Subgraph::GetMemoryAllocInfo() returns the size of the arena, which suggests "the memory that this model needs for activations". With
# the default resolver this is wrong: once XNNPACK runs the operators, their activations are in XNNPACK's own workspace, which no
# figure of the interpreter includes. The arena then holds only the tensors at the border of the delegated part. The model below has two
# 3x3 convolutions of 8 channels on a 32x32 image; the first one's output alone has 30*30*8*4 = 28,800 bytes.
#
# Expected from the name: at least 28,800 in both cases.
# Observed: 8,200 with the default resolver (input and output), 287,872 with TFLite's built-in kernels (activations and the
# scratch buffers of the convolutions).
# Workaround: compare the memory of two models without the delegate; for a microcontroller use the figure of a memory planner.
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

base64 -d >model.tflite.gz <<'MODEL'
H4sIAAAAAAACA+1YvW7TUBQ+dpzYCSZJRYYMVeWhQwcUkrZIDAwdADF0YOiEKkWBuNQicaLYiXgAxMTAyIAQAyOP0EdgQAyIgQeo
UCUYKtQFLufe+9m5RQxIsOEjfTm+537n19dW64CI9m7tbrGiFgW0Sm3WTfJ57ZHD18Q2opRx7BC9Yv2V8YZRYliMpnSmmvKSPjVe
+fC7zGgwknC2iOIH/WF4MJiPUuXH4eiTEKLK+rZNue3gixD7jl7rOnRcj68r4FxijKO4P5vHaTQO+4twlkSTmOpsv5lMB6MonAXd
Tq/T1XV2VX/a95hzsqrKvKf6emVF5fLJVb14Kq9sMeuxpZb1fDqynjrsss8uk7YZ1yydYzyIYkK+t4ynjB2sP+ic3hEHP1PZiGzM
U/bnwmbmc9lS1zWVA/7ZZuyiNs1z88rAsxqYfQYL8d/r/NYe8vjYK6OGEuq0Ebul7vG5Gqw2/6wzNvJ776rcNexbiGkZMQlrG7qa
10/K7wZvnLLhiJFilidsf8E4ZFxHXWffhfCN2ct43JKw0cMwjJPQyCP19If2KcOvlvGu3IsGyZL3HDyZp43ZaN7DcBaHIwLPxuwe
g5+ddQe1ZL1LzkV1Hh71p5PJiJ+BzSF45owk750Ra8OItQqbB9yfxIvNYb9HRhyTsy90nBJ6aBg+WRsOuNm9kdd3xDL/upF/jfUa
OJU81jK3uf8RMWzM+ULO14O28jO3fMf4xhlsY17wyYf+a706fhPPqYdTpN9Xv+tBPjMB/OQZiOLpPDXmZ+67xvqQDc8Yr7mRE4bj
Sx9H+dX55SH1jk2FFPJXcvebPkvBH3CfgKteoIUUUkghhRRSSCH/sbwU+Hv8H8T6jFjeOWtF/b+SfYOQ3z16navyE0MuPwGbXv32
UBEAAA==
MODEL
gunzip model.tflite.gz

cat >Arena.java <<'JAVA'
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.*;

public class Arena {
    public static void main(String[] arguments) {
        System.out.println(arena(new BuiltinOpResolver()) + " " + arena(new BuiltinOpResolverWithoutDefaultDelegates()));
    }

    static long arena(OpResolver resolver) {
        FlatBufferModel model = FlatBufferModelBase.BuildFromFile("model.tflite");
        Interpreter interpreter = new Interpreter((Pointer) null);
        new InterpreterBuilder(model, resolver).apply(interpreter, 1);
        if (interpreter.AllocateTensors() != 0 || interpreter.Invoke() != 0) {
            throw new IllegalStateException("the model does not run");
        }
        try (Subgraph.SubgraphAllocInfo sizes = new Subgraph.SubgraphAllocInfo()) {
            interpreter.subgraph(0).GetMemoryAllocInfo(sizes);
            return sizes.arena_size();
        }
    }
}
JAVA
seen=$(java -cp 'lib/*' Arena.java)
echo "arena in bytes, default resolver and plain kernels: $seen"
set -- $seen
if [ "$1" -lt 28800 ] && [ "$2" -ge 28800 ]; then
    echo "As stated: with XNNPACK the figure leaves its workspace out."
else
    echo "Changed: look again at what this file says."
    exit 1
fi
