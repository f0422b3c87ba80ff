#!/usr/bin/env bash
# OpenCV 4.13.0 (Java bindings opencv 4.13.0-1.5.13), seen 2026-11-30 on Linux x86_64.
#
# The module dnn reads .tflite files. Of a FULLY_CONNECTED it computes the product with the weights and leaves the bias away, without an error.
#
# Expected: with the identity as weights and a bias of 10 and 20, the input 1, 2 gives 11, 22, as in TFLite.
# Observed: 1, 2.
# Workaround: no bias, and an ADD of shape [1, n] behind it; or a CONV_2D of 1x1, which keeps its bias.
#
# Needs JDK 17 or newer and Maven; downloads about 55 MB. Exits with 0 while the behaviour persists.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

for part in org.bytedeco:opencv:4.13.0-1.5.13 org.bytedeco:opencv:4.13.0-1.5.13:jar:linux-x86_64 \
    org.bytedeco:openblas:0.3.31-1.5.13 org.bytedeco:openblas:0.3.31-1.5.13:jar:linux-x86_64 \
    org.bytedeco:javacpp:1.5.13 org.bytedeco:javacpp:1.5.13:jar:linux-x86_64; do
    mvn --quiet --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy -Dartifact="$part" -DoutputDirectory=lib
done

# One FULLY_CONNECTED of two inputs and two units.
base64 -d >model.tflite.gz <<'MODEL'
H4sIAAAAAAACA11QMQ6CQBAcgSAkF0JBQWHhAyxMfIChsaK0sLDRzkJbNLHwIRY+zRj/gbN7C7lIsuzt3OzO7NUAtpt2BRSoUMIhI5KwAvYTYMEsSMxgSQbI
cZgCeuM0I8/tvtKyQD1O87MEn4kWYyezVQU4H04X/PVWqiMamfaK0Je/2npij2lPZHnwB+M8GK1pSv3s+172uBvvxngTczbDGX4M5jp1Ad3BBZwhd8aLRr5/
PRg/C7jXwGtkfkuLpXYk6vNDT4nh3GKN8ZNzql5S28lrzRvg1fwAbtx9C8gBAAA=
MODEL
gunzip model.tflite.gz

cat >Bias.java <<'JAVA'
import java.nio.FloatBuffer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_dnn;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_dnn.Net;

public class Bias {
    public static void main(String[] arguments) {
        Net net = opencv_dnn.readNetFromTFLite("model.tflite");
        Mat input = new Mat(new int[] {1, 2}, opencv_core.CV_32F);
        FloatBuffer values = input.createBuffer();
        values.put(0, 1).put(1, 2);
        net.setInput(input);
        FloatBuffer output = net.forward().createBuffer();
        System.out.println((int) output.get(0) + " " + (int) output.get(1));
    }
}
JAVA
seen=$(java -cp 'lib/*' Bias.java)
echo "1 2 becomes $seen"
if [ "$seen" = "1 2" ]; then
    echo "As stated: the bias is missing."
else
    echo "Changed: look again at what this file says."
    exit 1
fi
