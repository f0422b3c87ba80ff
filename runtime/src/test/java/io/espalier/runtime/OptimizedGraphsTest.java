// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.constant.DynamicRangeQuantizer;
import io.espalier.lite.rewrite.Stages;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.verify.GraphVerifier;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.testing.Assets;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs of Google's converter and of others, before and after our rewrites, on the same seeded random inputs. */
class OptimizedGraphsTest {
    private static final long SEED = 3;

    @ParameterizedTest
    @MethodSource("io.espalier.testing.Golden#models")
    void optimizingChangesNothingButRounding(Path file) throws IOException {
        assertOptimizingChangesNothingButRounding(file);
    }

    @ParameterizedTest
    @Tag("conformance")
    @MethodSource("io.espalier.runtime.ModelsOfOthers#thatRun")
    void optimizingGraphsOfOthersChangesNothingButRounding(Path file) throws IOException {
        assertOptimizingChangesNothingButRounding(file);
    }

    private static void assertOptimizingChangesNothingButRounding(Path file) throws IOException {
        Graph graph = GraphReader.read(file);
        assertThat(GraphVerifier.problems(graph)).isEmpty();

        Graph optimized = Stages.run(Stages.FLOAT_ACTIVATIONS, Stages.run(Stages.OPTIMIZE, graph));

        assertClose(file, outputs(optimized), outputs(graph), 1e-5f);
    }

    @Test
    void aDynamicRangeGraphRunsAndStaysNear() throws IOException {
        assertDynamicRangeStaysNear(Golden.file("mobile_big/float.tflite"));
    }

    @ParameterizedTest
    @Tag("conformance")
    @ValueSource(
            strings = {
                "mlperf_tiny/image_classification/trained_models/pretrainedResnet.tflite",
                "mlperf_tiny/visual_wake_words/trained_models/vww_96_float.tflite",
                "tflite/aiedge_quantizer/conv_fc_mnist.tflite"
            })
    void dynamicRangeGraphsOfOthersRunAndStayNear(String name) throws IOException {
        assertDynamicRangeStaysNear(Assets.file(name));
    }

    /** Accuracy is for data sets to tell; here the runtime takes the graph, and the outputs stay near. */
    private static void assertDynamicRangeStaysNear(Path file) throws IOException {
        Graph graph = GraphReader.read(file);

        Graph quantized = DynamicRangeQuantizer.USUAL.quantize(Stages.run(Stages.OPTIMIZE, graph));

        assertThatCode(() -> GraphVerifier.verify(quantized)).doesNotThrowAnyException();
        assertThat(GraphWriter.toBytes(quantized).length).isLessThan(GraphWriter.toBytes(graph).length * 6 / 10);
        assertClose(file, outputs(quantized), outputs(graph), 0.1f);
    }

    private static void assertClose(Path file, List<float[]> actual, List<float[]> expected, float tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            float[] wanted = expected.get(i);
            assertThat(actual.get(i)).as(file + " output " + i).hasSameSizeAs(wanted);
            for (int place = 0; place < wanted.length; place++) {
                assertThat(Math.abs(actual.get(i)[place] - wanted[place]))
                        .as(file + " output " + i + " place " + place + " seed " + SEED)
                        .isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(wanted[place])));
            }
        }
    }

    /** Float outputs as they are, others byte by byte. */
    private static List<float[]> outputs(Graph graph) {
        ByteBuffer model = ByteBuffer.wrap(GraphWriter.toBytes(graph));
        try (Interpreter interpreter =
                Interpreter.open(TfliteModel.of("the graph", model), InterpreterOptions.DEFAULTS)) {
            SplittableRandom random = new SplittableRandom(SEED);
            for (TensorInfo input : interpreter.inputs()) {
                interpreter.writeInput(input.index(), randomBytes(input, random));
            }
            interpreter.run();
            List<float[]> outputs = new ArrayList<>();
            for (TensorInfo info : interpreter.outputs()) {
                ByteBuffer output = ByteBuffer.allocate(info.bytes()).order(ByteOrder.nativeOrder());
                interpreter.readOutput(info.index(), output);
                outputs.add(values(info, output.flip()));
            }
            return outputs;
        }
    }

    private static ByteBuffer randomBytes(TensorInfo input, SplittableRandom random) {
        ByteBuffer bytes = ByteBuffer.allocate(input.bytes()).order(ByteOrder.nativeOrder());
        while (bytes.hasRemaining()) {
            if (input.type() == TensorType.FLOAT32) {
                bytes.putFloat((float) random.nextDouble(-1, 1));
            } else {
                bytes.put((byte) random.nextInt());
            }
        }
        return bytes.flip();
    }

    private static float[] values(TensorInfo info, ByteBuffer output) {
        boolean floats = info.type() == TensorType.FLOAT32;
        float[] values = new float[floats ? info.elements() : output.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats ? output.getFloat() : output.get();
        }
        return values;
    }
}
