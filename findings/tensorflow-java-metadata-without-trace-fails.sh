#!/usr/bin/env bash
# TensorFlow Java 1.1.0 (TensorFlow 2.18.0), seen 2026-11-30 on Linux x86_64.
#
# Session.Runner.runAndFetchMetadata returns the outputs of a run and what TensorFlow recorded of it. How much is recorded is a
# RunOptions.TraceLevel, and NO_TRACE is the default. With FULL_TRACE the call works. With NO_TRACE, or without options, TensorFlow
# records nothing, and the call throws TensorFlowException "Cannot parse RunMetadata protocol buffer" although the run itself succeeded:
# the outputs are lost.
#
# Expected: the outputs, and empty metadata.
# Observed: the exception, each time.
# Workaround: call run() where nothing is traced, so that every loop that traces some of its steps needs both calls.
#
# Needs JDK 17 or newer and Maven; downloads about 170 MB. Exits with 0 while the behaviour persists.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId>
  <artifactId>metadata</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.tensorflow</groupId>
      <artifactId>tensorflow-core-api</artifactId>
      <version>1.1.0</version>
    </dependency>
    <dependency>
      <groupId>org.tensorflow</groupId>
      <artifactId>tensorflow-core-native</artifactId>
      <version>1.1.0</version>
      <classifier>linux-x86_64</classifier>
    </dependency>
  </dependencies>
</project>
POM
mvn --quiet --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory=lib

cat >Metadata.java <<'JAVA'
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.proto.RunOptions.TraceLevel;
import org.tensorflow.types.TFloat32;

public class Metadata {
    public static void main(String[] arguments) {
        try (Graph graph = new Graph(); Session session = new Session(graph)) {
            Ops tf = Ops.create(graph);
            var sum = tf.math.add(tf.constant(1f), tf.constant(2f));
            for (TraceLevel level : new TraceLevel[] {TraceLevel.NO_TRACE, TraceLevel.FULL_TRACE}) {
                RunOptions options = RunOptions.newBuilder().setTraceLevel(level).build();
                try (Result result = session.runner().fetch(sum).setOptions(options).runAndFetchMetadata()) {
                    System.out.println(level + ": " + ((TFloat32) result.get(0)).getFloat());
                } catch (TensorFlowException e) {
                    System.out.println(level + ": " + e.getMessage());
                }
            }
        }
    }
}
JAVA
java -cp 'lib/*' Metadata.java >found.txt 2>errors.txt || { cat errors.txt; exit 1; }
sed 's/^/    /' found.txt
if grep -qx 'NO_TRACE: Cannot parse RunMetadata protocol buffer' found.txt && grep -qx 'FULL_TRACE: 3.0' found.txt; then
    echo "As stated: without a trace, the outputs are lost."
else
    echo "The behaviour has changed."
    exit 1
fi
